//! `#[derive(ColumnType)]`

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Type};

use crate::ctxt::Ctxt;

/// Expands `#[derive(ColumnType)]`.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let cx = Ctxt::default();
    let ident = &input.ident;
    let (generics, arguments, condition) = input.generics.split_for_impl();
    let body = match inner(input, &cx) {
        Some(ty) => quote_spanned!(ty.span()=> <#ty as ::strobila::ColumnType>::column_type()),
        None => quote!(::core::unreachable!()),
    };
    let errors = cx.finish();
    quote! {
        #errors
        #[automatically_derived]
        impl #generics ::strobila::ColumnType for #ident #arguments #condition {
            fn column_type() -> ::strobila::__private::ColumnKind {
                #body
            }
        }
    }
}

/// The type of the one field.
fn inner<'a>(input: &'a DeriveInput, cx: &Ctxt) -> Option<&'a Type> {
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(_) => {
            cx.error_in(&input.ident, "this derive is for a newtype; for an enum derive `strobila::Enum`");
            return None;
        }
        Data::Union(_) => {
            cx.error_in(&input.ident, "this derive is for a struct of one field");
            return None;
        }
    };
    let mut real = fields.iter().filter(|field| !is_phantom(field));
    match (real.next(), real.next()) {
        (Some(field), None) => Some(&field.ty),
        (None, _) => {
            cx.error_in(&input.ident, "a newtype has one field, whose column type it takes; this has none");
            None
        }
        (Some(_), Some(second)) => {
            cx.error_in(
                second,
                "a newtype has one field, whose column type it takes; keep the others in columns of their own",
            );
            None
        }
    }
}

fn is_phantom(field: &Field) -> bool {
    match &field.ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "PhantomData"),
        _ => false,
    }
}
