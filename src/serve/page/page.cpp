#include "serve/page/page.h"

#include <algorithm>
#include <array>
#include <utility>

#include "net/digest.h"

namespace docktor::serve {
namespace {

constexpr std::string_view kIndex = "index.html";
/// Scripts and styles come from here alone, and never stand in the page itself.
constexpr auto kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

constexpr std::array<std::pair<std::string_view, const char*>, 10> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".woff2", "font/woff2"},
}};

const char* TypeOf(std::string_view path) {
  for (const auto& [ending, type] : kTypes)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

std::string TagOf(std::string_view bytes) { return "\"" + net::Sha256(bytes).substr(0, 20) + "\""; }

std::string Header(const Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string() : found->second;
}

bool TakesGzip(const Request& request) { return Header(request, "accept-encoding").find("gzip") != std::string::npos; }

/// Hashed names never change what they mean; everything else is asked for again each time.
std::string CacheFor(std::string_view path) {
  return path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

Response Dressed(std::string_view path, const std::string& tag, const Request& request) {
  Response response{.content_type = TypeOf(path)};
  response.headers = {{"ETag", tag}, {"Cache-Control", CacheFor(path)}, {"Content-Security-Policy", kPolicy}};
  if (Header(request, "if-none-match") == tag) response.status = 304;
  return response;
}

Response NothingAt(std::string_view path) {
  return ErrorResponse(
      {Errc::kNotFound, "there is nothing at " + std::string(path), "GET /api/v1 lists what there is"});
}

/// What has an ending is a file, and no place in the page.
bool IsPlace(std::string_view path) { return path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos; }

}  // namespace

bool IsOfPage(std::string_view path) {
  const auto first = path.substr(0, path.find('/', 1));
  constexpr std::array kOthers{"/api", "/mcp", "/metrics", "/healthz", "/readyz", "/login", "/logout"};
  return path.starts_with('/') && std::find(kOthers.begin(), kOthers.end(), first) == kOthers.end();
}

Page::Page(const std::vector<PageFile>& files) {
  for (const auto& file : files) files_[std::string(file.path)] = {file, TagOf(file.bytes)};
}

Response Page::Answer(const Request& request, std::string_view path) const {
  const auto found = files_.find(path.substr(1));
  if (found == files_.end() || found->first == kIndex)
    return IsPlace(path) || found != files_.end() ? Index(request) : NothingAt(path);
  const auto& [file, tag] = found->second;
  auto response = Dressed(file.path, tag, request);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (response.status == 304) return response;
  const bool compressed = TakesGzip(request) && file.compressed.size() < file.bytes.size();
  if (compressed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = compressed ? file.compressed : file.bytes;
  return response;
}

/// Says where the page is, so that its files are found from each of its places.
Response Page::Index(const Request& request) const {
  const auto found = files_.find(kIndex);
  if (found == files_.end())
    return ErrorResponse({Errc::kNotFound, "the page is not part of this program", "GET /api/v1 lists what there is"});
  std::string html(found->second.file.bytes);
  constexpr std::string_view kHead = "<head>";
  if (const auto head = html.find(kHead); head != std::string::npos)
    html.insert(head + kHead.size(), "<base href=\"" + request.base_path + "/\">");
  auto response = Dressed(kIndex, TagOf(html), request);
  if (response.status != 304) response.body = std::move(html);
  return response;
}

}  // namespace docktor::serve
