#include "observe/sources/source_poll.h"

#include <algorithm>

namespace docktor::observe {

Duration PauseAfter(Duration interval, int failures) {
  constexpr int kPatience = 3;
  constexpr Duration kLongest = 30s;
  auto pause = interval;
  for (int i = kPatience; i < failures && pause < kLongest; ++i) pause *= 2;
  return std::min(pause, std::max(interval, kLongest));
}

ServiceReading SourcePoll::Look(SteadyTime now) {
  const auto figure = Read(now);
  failures_ = figure ? 0 : failures_ + 1;
  ServiceReading reading{.service = service_, .signal = settings_.signal};
  if (!figure) {
    const auto error = figure.error().During("read " + settings_.signal + " of " + service_.service);
    reading.error = error.message + (error.hint.empty() ? "" : " (" + error.hint + ")");
    return reading;
  }
  reading.value = *figure;  // empty: it answers, and has nothing to tell
  return reading;
}

Result<std::optional<double>> SourcePoll::Read(SteadyTime now) {
  return Renew().and_then([&] { return source_->Read(now, kLimit); });
}

Result<std::string> SourcePoll::Password() const {
  if (settings_.password_env.empty()) return std::string();
  if (auto value = world_.variable(settings_.password_env)) return *std::move(value);
  return Fail(Errc::kInvalidInput, "the environment variable " + settings_.password_env + " is not set",
              "start the daemon with the password in it");
}

/// Makes the source, anew where its server has another address by now.
Status SourcePoll::Renew() {
  const auto url = net::ParseUrl(settings_.url);
  if (!url) return tl::unexpected(url.error());
  auto password = Password();
  if (!password) return tl::unexpected(password.error());
  auto address = world_.address_of(url->host).value_or("");
  if (source_ && address == access_.address) return {};
  access_ = {*url, std::move(address), *std::move(password)};
  auto made = world_.make(settings_, access_);
  if (!made) return tl::unexpected(made.error());
  source_ = *std::move(made);
  return {};
}

}  // namespace docktor::observe
