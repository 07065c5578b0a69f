//! What is wrong with an input, field by field, so that all faults are reported together.

use std::borrow::Cow;

/// One fault: where (a JSON pointer into the input), what (a stable code that the message
/// catalogue translates) and the numbers or words the message needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub pointer: String,
    pub code: &'static str,
    pub params: Vec<(&'static str, String)>,
}

impl Fault {
    pub fn new(pointer: impl Into<Cow<'static, str>>, code: &'static str) -> Self {
        Self { pointer: pointer.into().into_owned(), code, params: Vec::new() }
    }

    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }
}

/// Collects faults while an input is read; the input is good when none were found.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// The value, or the fault noted and nothing.
    pub fn note<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.0.push(fault)).ok()
    }

    /// # Errors
    /// All faults found so far, when there are any.
    pub fn none(self) -> Result<(), Vec<Fault>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
