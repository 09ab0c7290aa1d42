//! The native part of the Python package `demarche`, a thin layer over the library: what is worth a type in Python has it in
//! the package's own files, and crosses as JSON.
//!
//! Nothing here holds the interpreter while it works ([`wait`]), and reading runs beside it ([`job`]).

mod error;
mod graph;
mod job;
mod reader;
mod store;
mod told;
mod wait;

use pyo3::prelude::*;

use ::demarche::export::Format;
use ::demarche::schema::{ActStatus, EntityType, OfficeStatus, RelationKind};

/// What `demarche` is made of.
#[pymodule]
fn _demarche(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<graph::Graph>()?;
    module.add_class::<job::Job>()?;
    module.add_class::<reader::Reader>()?;
    module.add_class::<store::Store>()?;
    module.add_function(wrap_pyfunction!(reader::total_bytes, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("FORMATS", Format::ALL.map(Format::as_str).to_vec())?;
    module.add("RELATIONS", RelationKind::ALL.map(RelationKind::as_str).to_vec())?;
    module.add("ACT_STATUSES", ActStatus::ALL.map(ActStatus::as_str).to_vec())?;
    module.add("OFFICE_STATUSES", OfficeStatus::ALL.map(OfficeStatus::as_str).to_vec())?;
    module.add("ENTITY_KINDS", EntityType::ALL.map(EntityType::as_str).to_vec())?;
    Ok(())
}
