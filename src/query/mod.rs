//! Questions to a graph: who holds which position, who holds which office.

mod names;
mod positions;
mod offices;
mod explain;
mod source;

pub use explain::{Explanation, Joined, Naming, explain};
pub use names::{Found, find_entities, find_topics};
pub use offices::{OfficeAnswer, OfficeQuery, offices};
pub use positions::{OtherStance, PositionAnswer, PositionQuery, positions};
pub use source::Source;
