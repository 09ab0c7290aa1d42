//! Questions to a graph: who did what, who holds which position, who holds which office.

mod names;
mod positions;
mod offices;
mod timeline;
mod matrix;
mod acts;
mod ask;
mod explain;
mod dates;
mod source;

pub use acts::{ActAnswer, ActQuery, acts};
pub use ask::{Answer, Fact, Row, Verdict, ask, ask_parts, compare_by_issue, may_give_up};
pub use explain::{Explanation, Joined, Namesake, Naming, Perhaps, Replaced, explain};
pub use matrix::{Matrix, MatrixCell, matrix};
pub use names::{Found, find_entities, find_topics};
pub use offices::{OfficeAnswer, OfficeQuery, offices};
pub use positions::{OtherStance, PositionAnswer, PositionQuery, by_issue, positions};
pub use source::Source;
pub use timeline::{Step, timeline};
