//! The targets: what they hold the library to is in `tests/properties`, which the tests share.

#[path = "../../tests/properties/mod.rs"]
pub mod properties;

/// Defines the fuzz target of this name.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::properties::target($name)(bytes));
    };
}
