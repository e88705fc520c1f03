#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "brain/providers/provider.h"

namespace docktor::brain {

// What stands at a JSON pointer ("/choices/0/message"); nothing where something else, or nothing, does.

std::string TextAt(const json::value& body, std::string_view pointer);
std::int64_t NumberAt(const json::value& body, std::string_view pointer);
const json::array& ArrayAt(const json::value& body, std::string_view pointer);

/// The arguments of a call, which some endpoints send as an object and others as the text of one; none at all are an
/// empty object. kInvalidInput: they are cut, or no object.
Result<json::object> Arguments(const json::value* arguments);

/// Docktor's words, with the form where the endpoint has to be told of it.
std::string SystemWords(const Question& question, FormBy form);

}  // namespace docktor::brain
