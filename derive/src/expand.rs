//! Writes what `#[derive(Model)]` leaves in the program: one static, one impl, one registration.

mod index;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Generics, Ident, Path};

use crate::ast::{Behaviour, CheckKey, Columns, Field, ForeignKey, Model};
use crate::attr::{self, plain};
use crate::check;
use crate::ctxt::Ctxt;
use crate::item::doc_comment;
use crate::json::{Object, quoted};

/// Expands `#[derive(Model)]`.
pub(crate) fn model(input: &DeriveInput) -> TokenStream {
    let cx = Ctxt::default();
    let model = read(input, &cx);
    if let Some(model) = &model {
        check::check(model, &cx);
    }
    match (cx.finish(), model) {
        (None, Some(model)) => write(&model),
        (errors, _) => {
            let stub = stub(input);
            quote!(#errors #stub)
        }
    }
}

/// Reads the struct and all of its attributes.
fn read<'a>(input: &'a DeriveInput, cx: &Ctxt) -> Option<Model<'a>> {
    let attr = attr::model(&input.attrs, cx);
    refuse_generics(&input.generics, cx);
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => &fields.named,
            Fields::Unnamed(_) | Fields::Unit => {
                cx.error_in(&input.ident, "a model is a struct with named fields: each is a column");
                return None;
            }
        },
        Data::Enum(_) => {
            cx.error_in(&input.ident, "a model is a struct; for an enum derive `strobila::Enum`");
            return None;
        }
        Data::Union(_) => {
            cx.error_in(&input.ident, "a model is a struct with named fields");
            return None;
        }
    };
    let fields = fields.iter().filter_map(|field| {
        Some(Field {
            ident: field.ident.as_ref()?,
            ty: &field.ty,
            comment: doc_comment(&field.attrs, cx),
            attr: attr::column(&field.attrs, cx),
        })
    });
    Some(Model {
        ident: &input.ident,
        attr,
        comment: doc_comment(&input.attrs, cx),
        fields: fields.collect(),
    })
}

fn refuse_generics(generics: &Generics, cx: &Ctxt) {
    if !generics.params.is_empty() {
        cx.error_in(
            &generics.params,
            "a model is one table, and a struct with parameters would be many\n\
             write a struct for each table, with owned fields",
        );
    }
}

/// An impl that keeps rustc from adding "is not a model" to the mistakes it shows.
fn stub(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, condition) = input.generics.split_for_impl();
    quote! {
        impl #generics ::strobila::Model for #ident #arguments #condition {
            const TABLE: &'static str = "";
            const KEY: &'static [&'static str] = &[];
            fn description() -> &'static ::strobila::__private::Description {
                ::core::unreachable!()
            }
        }
    }
}

fn write(model: &Model<'_>) -> TokenStream {
    let mut targets = Targets::default();
    let text = text(model, &mut targets);
    let types = model.columns().map(column_type);
    let (name, file, line) = (plain(model.ident), file(model.ident.span()), line(model.ident.span()));
    let (ident, table, key) = (model.ident, model.table(), model.key());
    let descriptions = targets
        .models
        .iter()
        .map(|path| quote_spanned!(path.span()=> <#path as ::strobila::Model>::description));
    let probes = &targets.probes;
    // Only what the struct needs is written: rustc's time for all of it is most of a generate's.
    let import = model.columns().any(|field| field.attr.ty.is_some()).then(|| {
        // `allow`: whether the trait is needed depends on the user's types, so an `expect` would warn.
        quote! {
            #[allow(unused_imports)]
            use ::strobila::__private::NotOption as _;
        }
    });
    quote! {
        #[automatically_derived]
        impl ::strobila::Model for #ident {
            const TABLE: &'static str = #table;
            const KEY: &'static [&'static str] = &[#(#key),*];
            fn description() -> &'static ::strobila::__private::Description {
                #import
                const {
                    &::strobila::__private::Description {
                        name: #name,
                        file: #file,
                        line: #line,
                        module: ::core::module_path!(),
                        text: #text,
                        types: &[#(#types),*],
                        targets: &[#(#descriptions),*],
                    }
                }
            }
        }
        ::strobila::__private::inventory::submit!(::strobila::__private::Registered(
            <#ident as ::strobila::Model>::description
        ));
        #(#probes)*
    }
}

/// The function that knows the column's type; where the attribute names the type, whether it is an
/// option is all that the Rust type says.
fn column_type(field: &Field<'_>) -> TokenStream {
    let ty = field.ty;
    match field.attr.ty {
        None => quote_spanned!(ty.span()=> <#ty as ::strobila::ColumnType>::column_type),
        Some(_) => quote! {
            if ::strobila::__private::Probe::<#ty>::NULLABLE {
                ::strobila::__private::ColumnKind::named_nullable
            } else {
                ::strobila::__private::ColumnKind::named
            }
        },
    }
}

/// The line of a token in its file; 0 where there is no compiler behind, as in a unit test.
pub(crate) fn line(span: Span) -> u32 {
    match proc_macro::is_available() {
        true => u32::try_from(span.unwrap().line()).unwrap_or(0),
        false => 0,
    }
}

/// The file of a token, as `file!()` would name it; empty where there is no compiler behind.
pub(crate) fn file(span: Span) -> String {
    match proc_macro::is_available() {
        true => span.unwrap().file(),
        false => String::new(),
    }
}

/// The models that a struct refers to, each once, and proofs that the fields it names exist.
#[derive(Default)]
struct Targets {
    models: Vec<Path>,
    probes: Vec<TokenStream>,
}

impl Targets {
    /// The place of a model in the list.
    fn place(&mut self, model: &Path) -> u32 {
        let place = self.models.iter().position(|known| known == model).unwrap_or_else(|| {
            self.models.push(model.clone());
            self.models.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// The other end of a foreign key as JSON. A wrong field is rustc's own error, at the token.
    fn reference(&mut self, model: &Path, fields: &[Ident], behaviour: Behaviour) -> String {
        let mut object = Object::new();
        object.number("target", self.place(model));
        object.list("fields", fields.iter().map(|field| quoted(&plain(field))));
        object.some_text("on_delete", behaviour.on_delete);
        object.some_text("on_update", behaviour.on_update);
        object.some_text("deferrable", behaviour.deferrable);
        object.flag("match_full", behaviour.match_full);
        object.flag("not_valid", behaviour.not_valid);
        for field in fields {
            self.probes.push(quote_spanned! {field.span()=>
                const _: fn(&#model) = |model| {
                    let _ = &model.#field;
                };
            });
        }
        object.finish()
    }
}

/// Everything the tokens say, as JSON; read by `strobila`'s `model/text.rs`.
fn text(model: &Model<'_>, targets: &mut Targets) -> String {
    let attr = &model.attr;
    let mut object = Object::new();
    let comment = attr.comment.as_ref().map(syn::LitStr::value).or_else(|| model.comment.clone());
    let value = |text: &Option<syn::LitStr>| text.as_ref().map(syn::LitStr::value);
    object.text("table", &model.table());
    object.some_text("schema", value(&attr.schema).as_deref());
    object.some_text("comment", comment.as_deref().filter(|comment| !comment.is_empty()));
    object.some_text("renamed_from", value(&attr.renamed_from).as_deref());
    object.some_text("moved_from", value(&attr.moved_from).as_deref());
    object.flag("timestamps", attr.timestamps);
    object.flag("soft_delete", attr.soft_delete);
    object.flag("own_names", attr.own_names);
    if let Some(list) = &attr.primary_key {
        object.raw("primary_key", &columns(model, list));
    }
    object.list("fields", model.columns().map(|field| field_text(field, targets)));
    object.list("indexes", attr.indexes.iter().map(|index| index::index(model, index)));
    object.list("uniques", attr.uniques.iter().map(|list| columns(model, list)));
    object.list(
        "checks",
        attr.checks.iter().map(|check| {
            let mut object = Object::new();
            let key = match check.key {
                CheckKey::Label(_) => "label",
                CheckKey::Name(_) => "name",
            };
            object.text(key, &check.key.text());
            object.raw("expression", &check.expression.to_json());
            object.flag("no_inherit", check.no_inherit);
            object.flag("not_valid", check.not_valid);
            object.number("line", line(check.key.span()));
            object.finish()
        }),
    );
    object.list("exclusions", attr.exclusions.iter().map(|exclusion| index::exclusion(model, exclusion)));
    object.list("foreign_keys", attr.foreign_keys.iter().map(|key| foreign_key(model, key, targets)));
    object.list(
        "pivots",
        attr.pivots.iter().map(|pivot| {
            let mut object = Object::new();
            object.number("target", targets.place(&pivot.model));
            object.some_text("table", value(&pivot.table).as_deref());
            object.number("line", line(pivot.span));
            object.finish()
        }),
    );
    object.finish()
}

fn field_text(field: &Field<'_>, targets: &mut Targets) -> String {
    let attr = &field.attr;
    let mut object = Object::new();
    let value = |text: &Option<syn::LitStr>| text.as_ref().map(syn::LitStr::value);
    object.text("field", &plain(field.ident));
    object.some_text("name", value(&attr.name).as_deref());
    object.number("line", line(field.ident.span()));
    if let Some(ty) = &attr.ty {
        object.raw("type", &ty.to_json());
    }
    for (key, number) in [("length", attr.length), ("precision", attr.precision), ("scale", attr.scale)] {
        if let Some(number) = number {
            object.number(key, number);
        }
    }
    if let Some(default) = &attr.default {
        object.raw("default", default);
    }
    if let Some(sql) = &attr.default_sql {
        object.raw("default", &format!("{{\"sql\":{}}}", sql.to_json()));
    }
    if let Some(identity) = &attr.identity {
        object.raw("identity", identity);
    }
    for (sql, stored) in [(&attr.generated, true), (&attr.generated_virtual, false)] {
        if let Some(sql) = sql {
            object.raw("generated", &format!("{{\"expression\":{},\"stored\":{stored}}}", sql.to_json()));
        }
    }
    let comment = value(&attr.comment).or_else(|| field.comment.clone());
    object.some_text("collate", value(&attr.collate).as_deref());
    object.some_text("comment", comment.as_deref().filter(|comment| !comment.is_empty()));
    object.some_text("renamed_from", value(&attr.renamed_from).as_deref());
    object.flag("primary_key", attr.given("primary_key").is_some());
    object.flag("unique", attr.given("unique").is_some());
    if let Some(index) = attr.index {
        object.raw("index", if index { "true" } else { "false" });
    }
    if let Some((model, fields)) = &attr.references {
        object.raw("references", &targets.reference(model, fields, attr.behaviour));
    }
    object.finish()
}

/// A list of columns with its name, as JSON.
fn columns(model: &Model<'_>, list: &Columns) -> String {
    let mut object = Object::new();
    object.some_text("name", list.name.as_ref().map(syn::LitStr::value).as_deref());
    object.raw("columns", &names(model, &list.fields));
    if !list.include.is_empty() {
        object.raw("include", &names(model, &list.include));
    }
    object.flag("nulls_not_distinct", list.nulls_not_distinct);
    object.some_text("deferrable", list.deferrable);
    object.number("line", line(list.span));
    object.finish()
}

fn names(model: &Model<'_>, fields: &[Ident]) -> String {
    let names: Vec<String> = model.columns_of(fields).iter().map(|name| quoted(name)).collect();
    format!("[{}]", names.join(","))
}

fn foreign_key(model: &Model<'_>, key: &ForeignKey, targets: &mut Targets) -> String {
    let mut object = Object::new();
    let references = &key.references;
    object.some_text("name", key.name.as_ref().map(syn::LitStr::value).as_deref());
    object.raw("columns", &names(model, &key.columns));
    object.raw("references", &targets.reference(&references.model, &references.fields, references.behaviour));
    if let Some(index) = key.index {
        object.raw("index", if index { "true" } else { "false" });
    }
    object.number("line", line(key.span));
    object.finish()
}
