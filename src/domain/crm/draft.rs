//! Inputs before and after they are checked.

use std::ops::Deref;

use super::{Fault, Faults};

/// An input that was checked and tidied; only [`Draft::check`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Valid<T>(T);

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Valid<T> {
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// What a person or another system hands in for a record.
pub trait Draft: Sized {
    /// Tidies the fields and notes what is wrong with them; pointers are relative to `at`.
    fn tidy(&mut self, at: &str, faults: &mut Faults);

    /// # Errors
    /// Every fault of the input, not only the first.
    fn check(mut self) -> Result<Valid<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        self.tidy("", &mut faults);
        faults.none()?;
        Ok(Valid(self))
    }
}
