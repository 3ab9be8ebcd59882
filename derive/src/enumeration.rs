//! `#[derive(Enum)]`

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Fields, LitStr};

use crate::attr::{Reader, Words, plain};
use crate::ctxt::Ctxt;
use crate::expand::line;
use crate::item::{Item, items};
use crate::json::Object;
use crate::name::{problem, snake_case};

const WORDS: Words = &[
    ("name", "name = \"order_status\""),
    ("schema", "schema = \"billing\""),
    ("storage", "storage = \"text\"` or `storage = \"native\""),
    ("renamed_from", "renamed_from = \"status\""),
];

const VARIANT: Words = &[("name", "name = \"in_review\""), ("renamed_from", "renamed_from = \"draft\"")];

/// What `#[strobila(…)]` on an enum says.
#[derive(Default)]
struct EnumAttr {
    name: Option<LitStr>,
    schema: Option<LitStr>,
    renamed_from: Option<LitStr>,
    is_text: bool,
}

/// A variant: its name, its value, the value before and its line.
struct Variant {
    name: String,
    value: String,
    renamed_from: Option<String>,
    line: u32,
}

/// Expands `#[derive(Enum)]`.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let cx = Ctxt::default();
    let attr = read_attr(&input.attrs, &cx);
    let variants = read_variants(input, &cx);
    let name = attr.name.as_ref().map_or_else(|| snake_case(&plain(&input.ident)), LitStr::value);
    if let (None, Some(problem)) = (&attr.name, problem(&name)) {
        cx.error_in(&input.ident, format!("{problem}\nname it: `#[strobila(name = \"…\")]`"));
    }
    if !input.generics.params.is_empty() {
        cx.error_in(
            &input.generics.params,
            "an enum of the database has one list of values, and no parameters",
        );
    }
    match cx.finish() {
        Some(errors) => {
            let stub = stub(input);
            quote!(#errors #stub)
        }
        None => write(input, &attr, &name, &variants),
    }
}

fn read_attr(attrs: &[Attribute], cx: &Ctxt) -> EnumAttr {
    let mut reader = Reader::new(cx, WORDS, &[]);
    let mut attr = EnumAttr::default();
    for item in items(attrs, "strobila", cx) {
        match reader.word(&item) {
            Some("name") => attr.name = reader.name(&item),
            Some("schema") => attr.schema = reader.name(&item),
            Some("storage") => attr.is_text = is_text(&reader, &item),
            Some(_) => attr.renamed_from = reader.name(&item),
            None => {}
        }
    }
    attr
}

fn is_text(reader: &Reader<'_>, item: &Item) -> bool {
    match reader.text(item).map(|text| text.value()).as_deref() {
        Some("text") => true,
        Some("native") | None => false,
        Some(_) => {
            reader.misshapen(item);
            false
        }
    }
}

fn read_variants(input: &DeriveInput, cx: &Ctxt) -> Vec<Variant> {
    let Data::Enum(data) = &input.data else {
        cx.error_in(&input.ident, "this derive is for an enum; for a newtype derive `strobila::ColumnType`");
        return Vec::new();
    };
    if data.variants.is_empty() {
        cx.error_in(&input.ident, "an enum of the database needs a value, and this one has no variant");
    }
    let mut variants: Vec<Variant> = Vec::new();
    for variant in &data.variants {
        match &variant.fields {
            Fields::Unit => {}
            Fields::Named(_) | Fields::Unnamed(_) => {
                cx.error_in(
                    &variant.fields,
                    "a value of an enum holds no data; keep it in a column of its own",
                );
            }
        }
        let mut reader = Reader::new(cx, VARIANT, &[]);
        let (mut name, mut renamed_from) = (None, None);
        for item in items(&variant.attrs, "variant", cx) {
            match reader.word(&item) {
                Some("name") => name = reader.name(&item),
                Some(_) => renamed_from = reader.name(&item),
                None => {}
            }
        }
        let span = name.as_ref().map_or(variant.ident.span(), LitStr::span);
        let value = name.map_or_else(|| snake_case(&plain(&variant.ident)), |name| name.value());
        if let Some(problem) = problem(&value) {
            cx.error_at(span, format!("{problem}\nname the value: `#[variant(name = \"…\")]`"));
        }
        if let Some(other) = variants.iter().find(|other| other.value == value) {
            cx.error_at(span, format!("`{}` is the value `{value}` already", other.name));
        }
        if let Some(old) = renamed_from.as_ref().filter(|old| old.value() == value) {
            cx.error_in(old, "this is the value's name today; say the name it had before");
        }
        let is_taken =
            |old: &&LitStr| variants.iter().any(|other| other.renamed_from.as_ref() == Some(&old.value()));
        if let Some(old) = renamed_from.as_ref().filter(is_taken) {
            cx.error_in(old, format!("another variant was the value `{}` already", old.value()));
        }
        variants.push(Variant {
            name: plain(&variant.ident),
            value,
            renamed_from: renamed_from.map(|old| old.value()),
            line: line(variant.ident.span()),
        });
    }
    variants
}

/// Impls that keep rustc from adding "has no column type" to the mistakes it shows.
fn stub(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, condition) = input.generics.split_for_impl();
    quote! {
        impl #generics ::strobila::ColumnType for #ident #arguments #condition {
            fn column_type() -> ::strobila::__private::ColumnKind {
                ::core::unreachable!()
            }
        }
        impl #generics ::strobila::Enum for #ident #arguments #condition {
            const VALUES: &'static [&'static str] = &[];
            fn value(&self) -> &'static str {
                ::core::unreachable!()
            }
        }
    }
}

fn write(input: &DeriveInput, attr: &EnumAttr, name: &str, variants: &[Variant]) -> TokenStream {
    let mut object = Object::new();
    object.text("name", name);
    object.some_text("schema", attr.schema.as_ref().map(LitStr::value).as_deref());
    object.some_text("renamed_from", attr.renamed_from.as_ref().map(LitStr::value).as_deref());
    object.some_text("storage", attr.is_text.then_some("text"));
    object.list(
        "values",
        variants.iter().map(|variant| {
            let mut object = Object::new();
            object.text("variant", &variant.name);
            object.text("name", &variant.value);
            object.some_text("renamed_from", variant.renamed_from.as_deref());
            object.number("line", variant.line);
            object.finish()
        }),
    );
    let text = object.finish();
    let (ident, rust, line) = (&input.ident, plain(&input.ident), line(input.ident.span()));
    let values: Vec<&String> = variants.iter().map(|variant| &variant.value).collect();
    let idents = match &input.data {
        Data::Enum(data) => data.variants.iter().map(|variant| &variant.ident).collect(),
        Data::Struct(_) | Data::Union(_) => Vec::new(),
    };
    quote! {
        const _: () = {
            static DESCRIPTION: ::strobila::__private::EnumDescription =
                ::strobila::__private::EnumDescription {
                    name: #rust,
                    file: ::core::file!(),
                    line: #line,
                    module: ::core::module_path!(),
                    text: #text,
                };
            #[automatically_derived]
            impl ::strobila::ColumnType for #ident {
                fn column_type() -> ::strobila::__private::ColumnKind {
                    ::strobila::__private::ColumnKind::of_enum(&DESCRIPTION)
                }
            }
            #[automatically_derived]
            impl ::strobila::Enum for #ident {
                const VALUES: &'static [&'static str] = &[#(#values),*];
                fn value(&self) -> &'static str {
                    match self {
                        #(Self::#idents => #values,)*
                    }
                }
            }
        };
    }
}
