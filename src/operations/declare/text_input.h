#pragma once

#include <string>
#include <utility>
#include <vector>

#include "operations/declare/operation.h"

namespace docktor::operations {

/// What kind of text a field takes.
enum class FieldKind { kText, kWhole, kNumber, kYesNo, kDuration };
FieldKind KindOf(const Operation& operation, const std::string& field);

/// The JSON of one field from text that a person or a URL said: "30m", "true", "4".
/// kInvalidInput names the field as `shown`.
Result<json::value> FieldFromText(FieldKind kind, const std::string& shown, const std::string& text);

/// An operation's input from pairs of field and text, each field at most once.
/// kInvalidInput: no such field (with the one that may have been meant), twice, or not of its kind.
Result<json::object> InputFromText(const Operation& operation,
                                   const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace docktor::operations
