#pragma once

#include "core/json.h"
#include "core/result.h"
#include "net/http_client.h"

namespace docktor::docker {

/// The engine's refusal as an error; by status code only, the words differ between engines. Success is a 2xx answer,
/// and 304 (a container that already is as wanted). The message is the engine's own.
Status CheckAnswer(const net::HttpResponse& answer);

/// The same, of what the engine answers with 204 (no content) or 304 alone: a start, a stop, a signal, a removal. Any
/// other success comes from somebody who is no engine, and nothing has been done.
Status CheckDone(const net::HttpResponse& answer);

/// The body of a 2xx answer as JSON. kUnavailable where it is none.
Result<json::object> ReadObject(const net::HttpResponse& answer);
Result<json::array> ReadArray(const net::HttpResponse& answer);

}  // namespace docktor::docker
