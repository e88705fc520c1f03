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

/// Adds a call of a tool to the reply. Some endpoints send its arguments as an object and others as the text of one;
/// none at all (null) are an empty object. kInvalidInput: they are cut, or no object.
Status AddCall(Reply& reply, std::string id, std::string name, const json::value* arguments);

/// Each of the tools as `offer` writes it; nothing is added to `body` where there are none.
void OfferTools(json::object& body, const Question& question, json::object (*offer)(const Tool&));

/// Docktor's words, with the form where the endpoint has to be told of it.
std::string SystemWords(const Question& question, FormBy form);

}  // namespace docktor::brain
