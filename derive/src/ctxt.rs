//! Collects every mistake of a struct, so that rustc shows them all at once.

use std::cell::RefCell;
use std::fmt;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Ctxt(RefCell<Option<syn::Error>>);

impl Ctxt {
    /// A mistake at a token.
    pub(crate) fn error_at(&self, span: Span, message: impl fmt::Display) {
        self.push(syn::Error::new(span, message));
    }

    /// A mistake in these tokens.
    pub(crate) fn error_in(&self, tokens: impl ToTokens, message: impl fmt::Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// A mistake that syn found.
    pub(crate) fn push(&self, error: syn::Error) {
        let mut errors = self.0.borrow_mut();
        match errors.as_mut() {
            Some(errors) => errors.combine(error),
            None => *errors = Some(error),
        }
    }

    /// The mistakes as compile errors; none if there were none.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        self.0.into_inner().map(|errors| errors.into_compile_error())
    }
}
