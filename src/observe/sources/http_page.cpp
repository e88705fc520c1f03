#include "observe/sources/http_page.h"

#include <utility>

#include "core/printable.h"

namespace docktor::observe {
namespace {

constexpr std::size_t kMostBody = 16 << 20;

net::HttpRequest RequestOf(const SourceAccess& access, std::string path) {
  net::HttpRequest request{.path = std::move(path), .most_body = kMostBody};
  if (!access.url.user.empty()) {
    request.user = access.url.user;
    request.password = access.password;
  } else if (!access.password.empty()) {
    request.headers = {{"Authorization", "Bearer " + access.password}};
  }
  return request;
}

/// The beginning of what the server says, unless it is a page for a browser.
std::string WordsOf(std::string_view body) {
  constexpr std::size_t kMost = 200;
  const auto first = body.find_first_not_of(" \r\n\t");
  if (first == body.npos || body[first] == '<') return {};
  body.remove_prefix(first);
  return ": " + Quote(body.substr(0, body.find_first_of("\r\n")), kMost);
}

Error Refusal(const net::HttpResponse& answer) {
  const auto words = "HTTP " + std::to_string(answer.status) + WordsOf(answer.body);
  switch (answer.status) {
    case 401:
    case 403: return {Errc::kDenied, words, "name the user in the url, and the password's variable in password_env"};
    case 404: return {Errc::kNotFound, words, "look whether url and query are right"};
    case 400:
    case 422: return {Errc::kInvalidInput, words, "look whether the query is right"};
    default: return {Errc::kUnavailable, words};
  }
}

class PageSource final : public Source {
 public:
  PageSource(const SourceAccess& access, std::string path, PageReader reader)
      : client_({.origin = access.url.Origin(), .address = access.address}),
        request_(RequestOf(access, std::move(path))),
        reader_(std::move(reader)) {}

  Result<std::optional<double>> Read(SteadyTime now, Duration limit) override {
    request_.timeout = request_.connect_timeout = limit;
    const auto attempt = "read " + client_.endpoint().Text() + request_.path.substr(0, request_.path.find('?'));
    const auto answer = client_.Send(request_);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status < 200 || answer->status > 299) return tl::unexpected(Refusal(*answer).During(attempt));
    return reader_(answer->body, now).map_error([&](const Error& error) { return error.During(attempt); });
  }

 private:
  net::HttpClient client_;
  net::HttpRequest request_;
  PageReader reader_;
};

}  // namespace

Result<std::unique_ptr<Source>> MakePageSource(const SourceAccess& access, std::string path, PageReader reader) {
  if (access.url.scheme != "http" && access.url.scheme != "https")
    return Fail(Errc::kInvalidInput, "the url of this source begins with " + access.url.scheme + "://",
                "it is asked over http:// or https://");
  return std::make_unique<PageSource>(access, std::move(path), std::move(reader));
}

std::string BasePath(const net::Url& url) {
  auto path = url.path.substr(0, url.path.find('?'));
  while (path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace docktor::observe
