/// nginx: requests per second from its stub_status page, of the whole server. URL: that page.

#include "observe/files/lines.h"
#include "observe/sources/http_page.h"
#include "observe/sources/list.h"
#include "observe/sources/request_meter.h"

namespace docktor::observe {
namespace {

/// server accepts handled requests
///  16630948 16630948 31070465
std::optional<std::int64_t> RequestsIn(std::string_view page) {
  while (!page.empty()) {
    if (!TakeUntil(page, '\n').starts_with("server accepts handled requests")) continue;
    const auto numbers = Words(TakeUntil(page, '\n'));
    return numbers.size() < 3 ? std::nullopt : Number(numbers[2]);
  }
  return std::nullopt;
}

/// Its own looks are requests too, one of them since the last.
class Counter {
 public:
  explicit Counter(Duration interval) : meter_({RequestFigure::Kind::kPerSecond}, LongestGap(interval)) {}

  Result<std::optional<double>> operator()(std::string_view page, SteadyTime now) {
    const auto requests = RequestsIn(page);
    if (!requests)
      return Fail(Errc::kNotFound, "this is no stub_status page", "let the url be that of a location with stub_status");
    return meter_.Take({.requests = static_cast<double>(*requests - ++looks_)}, now);
  }

 private:
  RequestMeter meter_;
  std::int64_t looks_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> MakeNginx(const SourceSettings& settings, const SourceAccess& access) {
  if (settings.signal != "requests_per_second")
    return Fail(Errc::kInvalidInput, "nginx tells no \"" + settings.signal + "\"", "it tells requests_per_second");
  return MakePageSource(access, access.url.path, Counter(settings.interval));
}

}  // namespace docktor::observe
