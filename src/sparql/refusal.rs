//! What a query may not ask for: the network, the clock, and chance.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, Function, GraphPattern, OrderExpression};

/// Why `query` is refused, where it is.
pub(super) fn refusal(query: &Query) -> Option<String> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    in_pattern(pattern)
}

fn in_pattern(pattern: &GraphPattern) -> Option<String> {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => None,
        GraphPattern::Service { name, .. } => Some(format!(
            "SERVICE {name} would need a network; ask each source for itself, or merge graphs with 'demarche merge'"
        )),
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => in_pattern(left).or_else(|| in_pattern(right)),
        GraphPattern::LeftJoin { left, right, expression } => in_pattern(left)
            .or_else(|| in_pattern(right))
            .or_else(|| expression.as_ref().and_then(in_expression)),
        GraphPattern::Filter { expr, inner } => in_expression(expr).or_else(|| in_pattern(inner)),
        GraphPattern::Extend { inner, expression, .. } => {
            in_expression(expression).or_else(|| in_pattern(inner))
        }
        GraphPattern::OrderBy { inner, expression } => {
            let each = |order: &OrderExpression| {
                let (OrderExpression::Asc(inner) | OrderExpression::Desc(inner)) = order;
                in_expression(inner)
            };
            expression.iter().find_map(each).or_else(|| in_pattern(inner))
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            let each = |aggregate: &AggregateExpression| match aggregate {
                AggregateExpression::CountSolutions { .. } => None,
                AggregateExpression::FunctionCall { expr, .. } => in_expression(expr),
            };
            aggregates.iter().find_map(|(_, aggregate)| each(aggregate)).or_else(|| in_pattern(inner))
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => in_pattern(inner),
    }
}

fn in_expression(expression: &Expression) -> Option<String> {
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_) => None,
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => in_expression(a).or_else(|| in_expression(b)),
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => in_expression(a),
        Expression::In(a, all) => in_expression(a).or_else(|| all.iter().find_map(in_expression)),
        Expression::If(a, b, c) => [a, b, c].into_iter().find_map(|part| in_expression(part)),
        Expression::Coalesce(all) => all.iter().find_map(in_expression),
        Expression::Exists(pattern) => in_pattern(pattern),
        Expression::FunctionCall(function, arguments) => match function {
            Function::Now => Some(
                "NOW() is refused: the same query must give the same answer; write the date, as \
                 \"2025-08-17\"^^xsd:date"
                    .to_owned(),
            ),
            Function::Rand | Function::Uuid | Function::StrUuid => {
                Some(format!("{function}() is refused: the same query must give the same answer"))
            }
            _ => arguments.iter().find_map(in_expression),
        },
    }
}
