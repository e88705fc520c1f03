#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "brain/providers/provider.h"

namespace docktor::brain {

// What stands at a JSON pointer ("/choices/0/message"); nothing where something else, or nothing, does.

const json::value* ValueAt(const json::value& body, std::string_view pointer);
std::string TextAt(const json::value& body, std::string_view pointer);
std::int64_t NumberAt(const json::value& body, std::string_view pointer);
const json::array& ArrayAt(const json::value& body, std::string_view pointer);

// To put an answer together of its pieces. What is there and of another kind gives way.

json::object& Object(json::value& value);
json::array& Array(json::value& value);
void AppendText(json::value& text, std::string_view more);
/// What the piece says by this name is what the answer says from now on.
void Keep(const json::value& piece, std::string_view name, json::object& answer);

/// An Authorization header; none without a key.
Provider::Headers Bearer(const std::string& key);

/// Adds a call of a tool to the reply. Some endpoints send its arguments as an object and others as the text of one;
/// none at all (null) are an empty object. kInvalidInput: they are cut, or no object.
Status AddCall(Reply& reply, std::string id, std::string name, const json::value* arguments);

/// Each of the tools as `offer` writes it; nothing is added to `body` where there are none.
void OfferAllTools(json::object& body, const Question& question, json::object (*offer)(const Tool&));
/// Likewise, and nothing where the model is to answer without any.
void OfferTools(json::object& body, const Question& question, json::object (*offer)(const Tool&));

/// Adds a turn, or its parts (the array of that name) to the turn before where that is of the same role: some endpoints
/// want roles to alternate, and all results of calls that were made together in one turn.
void AddTurn(json::array& turns, json::object turn, std::string_view parts);

/// The array of numbers that stands there. kInvalidInput: there is none.
Result<Embedding> EmbeddingAt(const json::value& body, std::string_view pointer, std::int64_t tokens);

/// Docktor's words, with the form where the endpoint has to be told of it.
std::string SystemWords(const Question& question, FormBy form);

}  // namespace docktor::brain
