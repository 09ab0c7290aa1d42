//! The picture in the words of Graphviz.

use std::io::{self, Write};

use crate::export::family::Family;
use crate::schema::{ActStatus, EntityType, RelationKind, Stance};

use super::picture::{Acts, Deal, Group, Line, Look, Mark, Picture, Shape, Shown};
use super::text::{html, quoted, wrap};

/// Fonts of nearly every machine, the first that is there.
const FONT: &str = "Helvetica,Arial,sans-serif";
/// Width of the lines of a topic and of an edge's label, in code points.
const ISSUE_LINE: usize = 28;
const EDGE_LINE: usize = 22;
/// Notes in one line of the legend.
const NOTES: usize = 6;

fn arrow(family: Family) -> &'static str {
    match family {
        Family::Contact => "vee",
        Family::For => "normal",
        Family::Yield => "odot",
        Family::Demand => "onormal",
        Family::Against => "tee",
        Family::Protest => "diamond",
        Family::Force => "box",
    }
}

/// Grey of what did not happen.
const DENIED: &str = "#8c8c8c";

pub(super) fn write(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph demarche {{")?;
    writeln!(out, "  graph [rankdir=LR, nodesep=0.14, ranksep=1.0, splines=true, pad=0.3,")?;
    writeln!(
        out,
        "    fontname={}, fontsize=11, labelloc=t, tooltip={},",
        quoted(FONT),
        quoted(&picture.title)
    )?;
    writeln!(out, "    label=<{}>];", heading(picture))?;
    writeln!(out, "  node [fontname={}, fontsize=11, style=\"filled\", penwidth=0.8];", quoted(FONT))?;
    writeln!(out, "  edge [fontname={}, fontsize=9, arrowsize=0.7];", quoted(FONT))?;
    for (i, group) in picture.actors.iter().enumerate() {
        self::group(group, &format!("cluster_actors_{i}"), "#f4f6f8", out)?;
    }
    for (i, group) in picture.issues.iter().enumerate() {
        self::group(group, &format!("cluster_issues_{i}"), "#fffdf3", out)?;
    }
    picture.deals.iter().try_for_each(|deal| self::deal(deal, out))?;
    picture.edges.iter().try_for_each(|line| self::line(line, out))?;
    writeln!(out, "}}")
}

fn heading(picture: &Picture) -> String {
    let mut rows = format!(
        "<TR><TD><FONT POINT-SIZE=\"18\"><B>{}</B></FONT></TD></TR><TR><TD>{}</TD></TR>",
        html(&picture.title),
        html(&picture.caption)
    );
    let shown = || picture.edges.iter().flat_map(|l| &l.acts).chain(picture.deals.iter().map(|d| &d.acts));
    let stances = shown().any(|acts| matches!(acts.mark, Mark::Stance(_)));
    let families: Vec<String> = Family::ALL
        .into_iter()
        .filter(|family| shown().any(|acts| acts.mark.family() == *family))
        .map(|family| {
            let words: Vec<&str> = if stances {
                family.stances().map(Stance::as_str).collect()
            } else {
                family.relations().map(RelationKind::as_str).collect()
            };
            format!("<FONT COLOR=\"{}\">{} {}</FONT>", family.colour(), family.sign(), words.join(", "))
        })
        .collect();
    if !families.is_empty() {
        rows.push_str(&format!("<TR><TD>{}</TD></TR>", families.join("     ")));
        let mut notes = Vec::new();
        if !stances {
            notes.extend([
                "solid: happened or said",
                "dashed: planned",
                "dotted: possible",
                "grey ✗: denied",
            ]);
        }
        if shown().any(|acts| acts.count > 1) {
            notes.push("×2: two quotes");
        }
        let counted = picture
            .edges
            .iter()
            .flat_map(|l| &l.acts)
            .chain(picture.deals.iter().filter(|d| d.sources.len() == 1).map(|d| &d.acts));
        if counted.into_iter().any(|acts| acts.stories != acts.count) {
            notes.push("×3 in 2: in two articles");
        }
        if shown().any(|acts| acts.reporter.is_some()) {
            notes.push("per …: as that source has it");
        }
        if shown().any(|acts| !acts.targets.is_empty()) {
            notes.push("→ …: towards whom");
        }
        if !notes.is_empty() {
            for notes in notes.chunks(NOTES) {
                rows.push_str(&format!("<TR><TD>{}</TD></TR>", notes.join("     ")));
            }
        }
    }
    format!("<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"2\">{rows}</TABLE>")
}

fn group(group: &Group, name: &str, fill: &str, out: &mut dyn Write) -> io::Result<()> {
    let indent = if group.id.is_some() {
        writeln!(out, "  subgraph {name} {{")?;
        // Where the body itself is among the nodes, it need not be named twice.
        let headed = group.nodes.iter().any(|node| Some(&node.id) == group.id.as_ref());
        let label = if headed { "" } else { &group.label };
        writeln!(
            out,
            "    graph [label={}, labelloc=t, labeljust=l, style=\"rounded,filled\", color=\"#c9d1d6\", fillcolor=\"{fill}\", fontsize=10, fontcolor=\"#5f6b73\", tooltip={}];",
            quoted(label),
            quoted(&group.label)
        )?;
        "    "
    } else {
        "  "
    };
    for node in &group.nodes {
        writeln!(out, "{indent}{} [{}];", quoted(&node.id), look(node))?;
    }
    if group.id.is_some() { writeln!(out, "  }}") } else { Ok(()) }
}

fn look(node: &Shape) -> String {
    let (shape, fill, edge) = match node.look {
        Look::Entity(EntityType::Person) => ("box, style=\"rounded,filled\"", "#ffffff", "#333333"),
        Look::Entity(EntityType::Country) => ("box", "#cfe3f1", "#33607f"),
        Look::Entity(EntityType::Organization) => ("box", "#dcefe4", "#2f6b52"),
        Look::Entity(EntityType::Group) => ("box, style=\"rounded,filled,dashed\"", "#ffffff", "#333333"),
        Look::Entity(EntityType::City | EntityType::Region) => ("ellipse", "#eeeeee", "#777777"),
        Look::Issue => ("note", "#fff6cc", "#8a7a2e"),
    };
    let label = match (&node.note, node.look) {
        (Some(note), _) => {
            format!("<<B>{}</B><BR/><FONT POINT-SIZE=\"9\">{}</FONT>>", html(&node.label), html(note))
        }
        (None, Look::Issue) => quoted(&wrap(&node.label, ISSUE_LINE).join("\n")),
        (None, _) => format!("<<B>{}</B>>", html(&node.label)),
    };
    format!(
        "label={label}, shape={shape}, fillcolor=\"{fill}\", color=\"{edge}\", tooltip={}",
        quoted(&node.tooltip)
    )
}

fn line(line: &Line, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<String> = line.acts.iter().flat_map(self::acts).collect();
    let mut colours: Vec<&str> = line.acts.iter().map(ink).collect();
    colours.dedup();
    // One line for several: what is surest decides.
    let styles: Vec<&str> = line.acts.iter().map(|acts| style(acts.mark)).collect();
    let style = ["solid", "dashed"].into_iter().find(|s| styles.contains(s)).unwrap_or("dotted");
    let head = line.acts.first().map_or("normal", |acts| arrow(acts.mark.family()));
    // Graphviz ranks the start of an edge left of its end.
    let (start, end, head) = if line.left {
        (&line.to, &line.from, format!("dir=back, arrowtail={head}"))
    } else {
        (&line.from, &line.to, format!("arrowhead={head}"))
    };
    writeln!(
        out,
        "  {} -> {} [label=<{}>, color=\"{}\", style={style}, {head}, penwidth={:.1}, {}, labeltooltip={}];",
        quoted(start),
        quoted(end),
        rows.join("<BR/>"),
        colours.join(":"),
        width(line.count()),
        attributes(&line.shown),
        quoted(&line.shown.tooltip),
    )
}

/// A small node left of the actors. Graphviz ranks the start of an edge left of its end, so the edges start here,
/// those from who acts as well: they have no arrowhead.
fn deal(deal: &Deal, out: &mut dyn Write) -> io::Result<()> {
    let ink = ink(&deal.acts);
    let style = style(deal.acts.mark);
    let Mark::Act(relation, status) = deal.acts.mark else { return Ok(()) };
    // With several actors the sum of their quotes would tell nothing.
    let (count, stories) =
        if deal.sources.len() == 1 { (deal.acts.count, deal.acts.stories) } else { (1, 1) };
    let mut label = acts(&Acts { count, stories, ..deal.acts.clone() });
    label.insert(1, format!("<B>{}</B>", html(&deal.whom)));
    writeln!(
        out,
        "  {} [label=<{}>, shape=box, style=\"rounded,filled,{style}\", fillcolor=\"#ffffff\", color=\"{ink}\", fontsize=9, margin=\"0.08,0.04\", tooltip={}];",
        quoted(&deal.id),
        label.join("<BR/>"),
        quoted(&format!("{relation} {} ({status})", deal.whom)),
    )?;
    for (source, shown) in &deal.sources {
        writeln!(
            out,
            "  {} -> {} [color=\"{ink}\", style={style}, arrowhead=none, {}];",
            quoted(&deal.id),
            quoted(source),
            attributes(shown),
        )?;
    }
    let head = if relation.is_symmetric() { "none" } else { arrow(deal.acts.mark.family()) };
    deal.target.iter().try_for_each(|target| {
        writeln!(
            out,
            "  {} -> {} [color=\"{ink}\", style={style}, arrowhead={head}, penwidth=1.6];",
            quoted(&deal.id),
            quoted(target),
        )
    })
}

/// Tooltip and link of an edge.
fn attributes(shown: &Shown) -> String {
    let link = shown.link.as_ref().map(|link| format!(", URL={}, target=\"_blank\"", quoted(link)));
    format!("tooltip={}{}", quoted(&shown.tooltip), link.unwrap_or_default())
}

fn style(mark: Mark) -> &'static str {
    match mark {
        Mark::Act(_, ActStatus::Occurred | ActStatus::Denied) => "solid",
        Mark::Stance(Stance::For | Stance::Against) => "solid",
        Mark::Act(_, ActStatus::Planned) | Mark::Stance(Stance::Conditional) => "dashed",
        Mark::Act(_, ActStatus::Possible) => "dotted",
    }
}

/// Up to six quotes make a line thicker.
fn width(count: usize) -> f64 {
    1.0 + 0.3 * (count.clamp(1, 6) - 1) as f64
}

fn ink(acts: &Acts) -> &'static str {
    if matches!(acts.mark, Mark::Act(_, ActStatus::Denied)) { DENIED } else { acts.mark.family().colour() }
}

/// The lines that tell of acts of one kind.
fn acts(acts: &Acts) -> Vec<String> {
    let mut label = match acts.mark {
        Mark::Act(relation, ActStatus::Occurred) => relation.to_string(),
        Mark::Act(relation, ActStatus::Denied) => format!("✗ {relation}"),
        Mark::Act(relation, status) => format!("{relation} ({status})"),
        Mark::Stance(stance) => stance.to_string(),
    };
    if acts.count > 1 {
        label.push_str(&format!(" ×{}", acts.count));
        if acts.stories != acts.count {
            label.push_str(&format!(" in {}", acts.stories));
        }
    }
    let targets: Vec<&str> = acts.targets.iter().map(String::as_str).collect();
    let mut lines = vec![label];
    if !targets.is_empty() {
        lines.extend(wrap(&format!("→ {}", targets.join(", ")), EDGE_LINE));
    }
    if let Some(reporter) = &acts.reporter {
        lines.extend(wrap(&format!("per {reporter}"), EDGE_LINE));
    }
    let ink = ink(acts);
    lines.iter().map(|line| format!("<FONT COLOR=\"{ink}\">{}</FONT>", html(line))).collect()
}
