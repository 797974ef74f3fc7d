//! What a command takes, read from its JSON Schema: the one source that routes and forms have as well.

use domain::catalogue::Entry;
use events::{Meta, Noun};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

/// A command as its schema tells it.
#[derive(Debug)]
pub(super) struct Described {
    /// What it is for.
    pub(super) about: String,
    pub(super) fields: Vec<Field>,
}

/// A field, or a part of one.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) shape: Shape,
    /// Its own fields, where it has some.
    pub(super) parts: Vec<Self>,
    /// Whether it may be said several times.
    pub(super) is_list: bool,
    pub(super) is_required: bool,
    /// Whether `null` means something: a revision clears it.
    pub(super) is_clearable: bool,
}

/// How one value of a field is said.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Text,
    Number,
    /// A number of hours in a month, or an effort that comes to it.
    HoursAMonth,
    Whole,
    Truth,
    Choice(Vec<String>),
    /// A thing that has a name.
    Reference(Referred),
    /// A UUID of something without a name.
    Id,
    Effort,
    Money,
    WorkingHours,
    /// A thing of one of several kinds: `unit:Purchasing`.
    Target,
    /// Only by its parts, or as JSON.
    Object,
    /// JSON of any shape.
    Json,
}

/// What a name is looked for among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Referred {
    Noun(Noun),
    /// A part of a process.
    Step,
    HandOver,
}

/// Reads a command's schema.
pub(super) fn described(entry: &Entry) -> Described {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let schema = (entry.schema)(&mut generator).to_value();
    let reader = Reader::new(generator);
    Described { about: reader.about(&schema), fields: reader.fields(&schema) }
}

/// The fields of what can be said beside those of every command.
pub(super) fn meta() -> Vec<Field> {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let schema = generator.subschema_for::<Meta>().to_value();
    Reader::new(generator).fields(&schema)
}

struct Reader {
    definitions: Map<String, Value>,
}

impl Reader {
    fn new(mut generator: SchemaGenerator) -> Self {
        Self { definitions: generator.take_definitions(true) }
    }

    /// The name of the definition that a schema refers to.
    fn name(schema: &Value) -> Option<&str> {
        schema["$ref"].as_str()?.rsplit('/').next()
    }

    /// The first description on the way along references.
    fn about(&self, schema: &Value) -> String {
        let mut schema = schema;
        loop {
            if let Some(text) = schema["description"].as_str() {
                return text.replace('\n', " ");
            }
            match Self::name(schema).and_then(|it| self.definitions.get(it)) {
                Some(next) => schema = next,
                None => return String::new(),
            }
        }
    }

    /// What stands at the end of all references.
    fn whole<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        while let Some(next) = Self::name(schema).and_then(|it| self.definitions.get(it)) {
            schema = next;
        }
        schema
    }

    /// The fields of an object; of one of several objects, those of all.
    fn fields(&self, schema: &Value) -> Vec<Field> {
        let whole = self.whole(schema);
        let mut fields: Vec<Field> = Vec::new();
        for one in [whole].into_iter().chain(variants(whole)) {
            let one = self.whole(one);
            let required = one["required"].as_array().into_iter().flatten();
            let required: Vec<_> = required.filter_map(Value::as_str).collect();
            for (name, schema) in one["properties"].as_object().into_iter().flatten() {
                if !fields.iter().any(|it| it.name == *name) {
                    fields.push(self.field(name, schema, required.contains(&name.as_str())));
                }
            }
        }
        // What is needed stands first.
        fields.sort_by_key(|it| !it.is_required);
        fields
    }

    fn field(&self, name: &str, schema: &Value, is_required: bool) -> Field {
        let plain = without_null(schema);
        let items = (plain["type"] == "array" || has_type(plain, "array")).then(|| &plain["items"]);
        let one = items.unwrap_or(plain);
        let shape = match self.shape(one) {
            Shape::Number if name == "hours_per_month" => Shape::HoursAMonth,
            shape => shape,
        };
        let has_parts = !matches!(shape, Shape::Choice(_) | Shape::Text);
        Field {
            name: name.to_owned(),
            about: self.about(schema),
            shape,
            parts: if has_parts { self.fields(one) } else { Vec::new() },
            is_list: items.is_some(),
            is_required,
            is_clearable: !std::ptr::eq(plain, schema) || has_type(plain, "null"),
        }
    }

    fn shape(&self, schema: &Value) -> Shape {
        if let Some(shape) = Self::name(schema).and_then(known) {
            return shape;
        }
        let whole = self.whole(schema);
        let choices = choices(whole);
        if !choices.is_empty() {
            return Shape::Choice(choices);
        }
        if !self.fields(whole).is_empty() {
            return Shape::Object;
        }
        match () {
            () if whole["format"] == "uuid" => Shape::Id,
            () if has_type(whole, "number") => Shape::Number,
            () if has_type(whole, "integer") => Shape::Whole,
            () if has_type(whole, "boolean") => Shape::Truth,
            () if whole.is_object() && whole.get("type").is_none() => Shape::Json,
            () => Shape::Text,
        }
    }
}

/// Shapes that people have words of their own for.
fn known(name: &str) -> Option<Shape> {
    let shape = match name {
        "Effort" => Shape::Effort,
        "Money" => Shape::Money,
        "WorkingHours" => Shape::WorkingHours,
        "Target" => Shape::Target,
        "StepId" => Shape::Reference(Referred::Step),
        "HandOverId" => Shape::Reference(Referred::HandOver),
        _ => Shape::Reference(Referred::Noun(noun_of(name.strip_suffix("Id")?)?)),
    };
    Some(shape)
}

/// `PainPoint` is a pain point, and things of that noun have names.
fn noun_of(name: &str) -> Option<Noun> {
    let is_it = |noun: &Noun| noun.singular().replace(' ', "") == name.to_lowercase();
    Noun::ALL.into_iter().find(is_it)
}

fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    ["anyOf", "oneOf"].into_iter().flat_map(|it| schema[it].as_array().into_iter().flatten())
}

/// `anyOf` of a schema and null is that schema.
fn without_null(schema: &Value) -> &Value {
    let mut others = variants(schema).filter(|it| it["type"] != "null");
    match (others.next(), others.next()) {
        (Some(one), None) if schema["anyOf"].is_array() => one,
        _ => schema,
    }
}

fn has_type(schema: &Value, wanted: &str) -> bool {
    let said = &schema["type"];
    said == wanted || said.as_array().is_some_and(|it| it.iter().any(|it| it == wanted))
}

fn choices(schema: &Value) -> Vec<String> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let told = variants(schema).map(|it| &it["const"]);
    listed.chain(told).filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use domain::catalogue::find;

    use super::*;

    fn field(noun: Noun, command: &str, path: &str) -> Field {
        let mut fields = described(find(noun, command).expect("a command")).fields;
        let mut names = path.split('.').peekable();
        while let Some(name) = names.next() {
            let field = fields.into_iter().find(|it| it.name == name).expect("a field");
            if names.peek().is_none() {
                return field;
            }
            fields = field.parts;
        }
        unreachable!("a path has a name")
    }

    #[test]
    fn shapes_follow_from_the_schema() {
        let shape = |noun, command, path| field(noun, command, path).shape;
        let unit = Shape::Reference(Referred::Noun(Noun::Unit));
        assert_eq!(shape(Noun::PainPoint, "log-pain-point", "unit"), unit);
        assert_eq!(shape(Noun::PainPoint, "log-pain-point", "on.unit"), unit);
        assert_eq!(shape(Noun::PainPoint, "log-pain-point", "hours"), Shape::Effort);
        assert_eq!(shape(Noun::PainPoint, "log-pain-point", "hours.occurrences.n"), Shape::Number);
        assert_eq!(shape(Noun::Idea, "estimate-benefit", "hours_per_month"), Shape::HoursAMonth);
        let step = Shape::Reference(Referred::Step);
        assert_eq!(shape(Noun::Process, "add-hand-over", "to.step"), step);
        assert_eq!(shape(Noun::Process, "attest-process", "agrees"), Shape::Truth);
        assert_eq!(shape(Noun::Unit, "register-unit", "head_count"), Shape::Whole);
        assert_eq!(shape(Noun::Community, "appoint-manager", "person"), Shape::Id);
        assert_eq!(shape(Noun::Idea, "sketch-change", "commands.body"), Shape::Json);
        assert_eq!(shape(Noun::Idea, "sketch-change", "commands.noun"), Shape::Text);
        let Shape::Choice(areas) = shape(Noun::Community, "address-area", "area") else {
            panic!("areas are to be chosen from");
        };
        assert_eq!(areas.len(), 13);
    }

    #[test]
    fn lists_and_what_can_be_cleared_are_known() {
        assert!(field(Noun::Process, "revise-step", "tools").is_list);
        assert!(field(Noun::Process, "revise-step", "tools").is_clearable);
        assert!(field(Noun::Idea, "start-pilot", "units").is_list);
        assert!(!field(Noun::Idea, "start-pilot", "units").is_clearable);
    }

    #[test]
    fn beside_the_fields_stands_what_led_to_it() {
        let because = meta().into_iter().find(|it| it.name == "because_of").expect("a field");
        let names: Vec<_> = because.parts.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["idea", "pain_point", "duplicate"]);
    }
}
