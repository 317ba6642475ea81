//! Members out of a JSON object: what is understood is removed, the rest is left to be kept.

use std::{collections::BTreeMap, ops::RangeInclusive};

use serde_json::{Map, Value};

use crate::coordinates::LonLat;

pub fn text(object: &mut Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(_) | Value::Null => match object.shift_remove(key)? {
            Value::String(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// A text that stands for something, such as a unit; one that is not known is left.
pub fn word<T>(
    object: &mut Map<String, Value>,
    key: &str,
    meaning: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let meant = object.get(key)?.as_str().and_then(meaning)?;
    object.shift_remove(key);
    Some(meant)
}

pub fn flag(object: &mut Map<String, Value>, key: &str) -> Option<bool> {
    let value = object.get(key)?.as_bool()?;
    object.shift_remove(key);
    Some(value)
}

pub fn whole(object: &mut Map<String, Value>, key: &str) -> Option<u64> {
    let value = object.get(key)?.as_u64()?;
    object.shift_remove(key);
    Some(value)
}

pub fn number(
    object: &mut Map<String, Value>,
    key: &str,
    range: &RangeInclusive<f64>,
) -> Option<f64> {
    let value = object
        .get(key)?
        .as_f64()
        .filter(|value| range.contains(value))?;
    object.shift_remove(key);
    Some(value)
}

/// A width or an opacity, which need no f64.
pub fn small_number(
    object: &mut Map<String, Value>,
    key: &str,
    range: &RangeInclusive<f64>,
) -> Option<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "in a small range")]
    number(object, key, range).map(|value| value as f32)
}

/// The entries of a list that `read` understands. The others stay in the list, and `left` hears
/// their index. A null is an empty list.
pub fn entries<T>(
    object: &mut Map<String, Value>,
    key: &str,
    mut read: impl FnMut(Value) -> Option<T>,
    mut left: impl FnMut(usize),
) -> Vec<T> {
    match object.get(key) {
        Some(Value::Array(_)) => {}
        Some(Value::Null) => {
            object.shift_remove(key);
            return Vec::new();
        }
        _ => return Vec::new(),
    }
    let Some(Value::Array(list)) = object.shift_remove(key) else {
        return Vec::new();
    };
    let (mut understood, mut rest) = (Vec::new(), Vec::new());
    for (index, entry) in list.into_iter().enumerate() {
        if let Some(value) = read(entry.clone()) {
            understood.push(value);
        } else {
            left(index);
            rest.push(entry);
        }
    }
    if !rest.is_empty() {
        object.insert(key.to_owned(), Value::Array(rest));
    }
    understood
}

/// An object of texts only.
pub fn texts(object: &mut Map<String, Value>, key: &str) -> BTreeMap<String, String> {
    let texts: Option<BTreeMap<String, String>> =
        object.get(key).and_then(Value::as_object).and_then(|map| {
            map.iter()
                .map(|(tag, name)| Some((tag.clone(), name.as_str()?.to_owned())))
                .collect()
        });
    texts.map_or_else(BTreeMap::new, |texts| {
        object.shift_remove(key);
        texts
    })
}

/// A place on the globe: longitude and latitude, in degrees, and nothing else.
pub fn lon_lat(object: &mut Map<String, Value>, key: &str) -> Option<LonLat> {
    let at = match object.get(key)?.as_array()?.as_slice() {
        [lon, lat] => LonLat::new(lon.as_f64()?, lat.as_f64()?),
        _ => return None,
    };
    if !(at.lon.abs() <= 180.0 && at.lat.abs() <= 90.0) {
        return None;
    }
    object.shift_remove(key);
    Some(at)
}
