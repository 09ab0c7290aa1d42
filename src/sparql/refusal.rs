//! What a query may not ask for: the network, the clock, chance, and more steps than anybody writes.

use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, Expression, Function, GraphPattern, OrderExpression, PropertyPathExpression,
};

/// The most patterns and operators of a query. The engine takes time in the square of their number to plan, and stack
/// for each. Constants of `VALUES` and `IN` do not count.
pub(super) const MAX_STEPS: usize = 2000;

/// Why `query` is refused, where it is.
pub(super) fn refusal(query: &Query) -> Option<String> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    Walk { steps: 0 }.pattern(pattern)
}

struct Walk {
    steps: usize,
}

impl Walk {
    fn step(&mut self) -> Option<String> {
        self.steps += 1;
        let many = self.steps > MAX_STEPS;
        many.then(|| format!("the query has more than {MAX_STEPS} patterns and operators; split it"))
    }

    fn pattern(&mut self, pattern: &GraphPattern) -> Option<String> {
        let many = self.step();
        if many.is_some() {
            return many;
        }
        match pattern {
            GraphPattern::Values { .. } => None,
            GraphPattern::Bgp { patterns } => patterns.iter().find_map(|_| self.step()),
            GraphPattern::Path { path, .. } => self.path(path),
            GraphPattern::Service { name, .. } => Some(format!(
                "SERVICE {name} would need a network; ask each source for itself, or merge graphs with 'demarche \
                 merge'"
            )),
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => self.pattern(left).or_else(|| self.pattern(right)),
            GraphPattern::LeftJoin { left, right, expression } => self
                .pattern(left)
                .or_else(|| self.pattern(right))
                .or_else(|| expression.as_ref().and_then(|expression| self.expression(expression))),
            GraphPattern::Filter { expr, inner } => self.expression(expr).or_else(|| self.pattern(inner)),
            GraphPattern::Extend { inner, expression, .. } => {
                self.expression(expression).or_else(|| self.pattern(inner))
            }
            GraphPattern::OrderBy { inner, expression } => {
                let mut each = |order: &OrderExpression| {
                    let (OrderExpression::Asc(inner) | OrderExpression::Desc(inner)) = order;
                    self.expression(inner)
                };
                expression.iter().find_map(&mut each).or_else(|| self.pattern(inner))
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                let mut each = |aggregate: &AggregateExpression| match aggregate {
                    AggregateExpression::CountSolutions { .. } => self.step(),
                    AggregateExpression::FunctionCall { expr, .. } => self.expression(expr),
                };
                aggregates.iter().find_map(|(_, aggregate)| each(aggregate)).or_else(|| self.pattern(inner))
            }
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner),
        }
    }

    fn path(&mut self, path: &PropertyPathExpression) -> Option<String> {
        let many = self.step();
        if many.is_some() {
            return many;
        }
        match path {
            PropertyPathExpression::NamedNode(_) | PropertyPathExpression::NegatedPropertySet(_) => None,
            PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
                self.path(a).or_else(|| self.path(b))
            }
            PropertyPathExpression::Reverse(inner)
            | PropertyPathExpression::ZeroOrMore(inner)
            | PropertyPathExpression::OneOrMore(inner)
            | PropertyPathExpression::ZeroOrOne(inner) => self.path(inner),
        }
    }

    fn expression(&mut self, expression: &Expression) -> Option<String> {
        // What stands in long lists.
        if matches!(expression, Expression::NamedNode(_) | Expression::Literal(_)) {
            return None;
        }
        let many = self.step();
        if many.is_some() {
            return many;
        }
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
            | Expression::Divide(a, b) => self.expression(a).or_else(|| self.expression(b)),
            Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => self.expression(a),
            Expression::In(a, all) => self.expression(a).or_else(|| self.expressions(all)),
            Expression::If(a, b, c) => [a, b, c].into_iter().find_map(|part| self.expression(part)),
            Expression::Coalesce(all) => self.expressions(all),
            Expression::Exists(pattern) => self.pattern(pattern),
            Expression::FunctionCall(function, arguments) => match function {
                Function::Now => Some(
                    "NOW() is refused: the same query must give the same answer; write the date, as \
                     \"2025-08-17\"^^xsd:date"
                        .to_owned(),
                ),
                Function::Rand | Function::Uuid | Function::StrUuid => {
                    Some(format!("{function}() is refused: the same query must give the same answer"))
                }
                _ => self.expressions(arguments),
            },
        }
    }

    fn expressions(&mut self, all: &[Expression]) -> Option<String> {
        all.iter().find_map(|expression| self.expression(expression))
    }
}
