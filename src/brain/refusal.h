#pragma once

#include <optional>
#include <string>

#include "brain/model.h"
#include "net/http_client.h"

namespace docktor::brain {

// What an endpoint means by an answer that is no reply: each maker says it in a way of his own.

/// By the status, and where that says too little by the names that makers have for it: one reports a wrong key by 400,
/// another too much load in the midst of a stream.
Trouble TroubleOf(int status, const std::string& said);

/// How long to wait before the next question, a day at most: seconds, or milliseconds where a header of its own has
/// them, or until a date, or as the body says.
std::optional<Duration> RetryAfter(const net::HttpResponse& response);

/// The question was stopped by a filter before any model, as Azure says it: that is a refusal to answer.
bool IsFiltered(const net::HttpResponse& response);

/// Whether a refusal can be about how the form of the reply was asked for: it names one of the words for that, or says
/// nothing at all. What is about anything else (the length of the question, a key, a filter) no other form mends.
bool MayBeAboutForm(const std::string& said);

}  // namespace docktor::brain
