#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/http_client.h"
#include "observe/sources/source.h"

namespace docktor::observe {

/// What a page's text says. Called for one page after the other, so it may remember the one before.
using PageReader = std::function<Result<std::optional<double>>(std::string_view text, SteadyTime now)>;

/// A source that gets a page over HTTP each time. A user in the URL goes with the password (Basic); a password alone is
/// sent as a token (Bearer). `path` is asked for instead of the URL's, percent-encoded already.
///
/// Answers other than 2xx are errors with the server's own words, as far as they are text. kInvalidInput: the URL is
/// neither http nor https.
Result<std::unique_ptr<Source>> MakePageSource(const SourceAccess& access, std::string path, PageReader reader);

/// The path of a URL without its query and the slashes at its end: what may be gone on with.
std::string BasePath(const net::Url& url);

}  // namespace docktor::observe
