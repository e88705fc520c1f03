/// Redis: the length of a list or a stream, or how many entries a stream's consumer group has still to get. URL:
/// redis://host:6379/DATABASE. Query: the key, or "STREAM GROUP". Asks for nothing but TYPE, LLEN, XLEN and XINFO.

#include <memory>
#include <vector>

#include <hiredis/hiredis.h>

#include "core/printable.h"
#include "observe/files/lines.h"
#include "observe/sources/list.h"

namespace docktor::observe {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Connection = std::unique_ptr<redisContext, decltype([](redisContext* context) { redisFree(context); })>;
using Reply = std::unique_ptr<redisReply, decltype([](redisReply* reply) { freeReplyObject(reply); })>;
constexpr int kUsualPort = 6379;

timeval TimevalOf(Duration time) {
  const auto left = std::max<Duration>(time, 1ms).count();
  return {.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};
}

std::string_view TextOf(const redisReply& reply) {
  return reply.str == nullptr ? "" : std::string_view(reply.str, reply.len);
}

bool IsCount(const redisReply& reply) { return reply.type == REDIS_REPLY_INTEGER && reply.integer >= 0; }

/// Redis' own error codes stand first: "NOAUTH Authentication required.", "WRONGPASS …", "NOPERM …".
Error Refusal(std::string_view words) {
  constexpr std::size_t kMost = 200;
  const bool denied = words.starts_with("NOAUTH") || words.starts_with("WRONGPASS") || words.starts_with("NOPERM") ||
                      words.find("invalid password") != words.npos;
  if (denied) return {Errc::kDenied, Quote(words, kMost), "name the password's variable in password_env"};
  return {Errc::kUnavailable, Quote(words, kMost)};
}

class Redis final : public Source {
 public:
  Redis(SourceAccess access, std::string key, std::string group)
      : access_(std::move(access)), key_(std::move(key)), group_(std::move(group)) {}

  Result<std::optional<double>> Read(SteadyTime, Duration limit) override {
    deadline_ = SteadyClock::now() + limit;
    auto figure = Connect().and_then([this] { return group_.empty() ? Length() : Lag(); });
    if (!figure) connection_.reset();
    return figure.map_error(
        [this](const Error& error) { return error.During("ask " + access_.url.Origin() + " about " + key_); });
  }

 private:
  Status Connect();
  Status LogIn();
  Result<Reply> Ask(const std::vector<std::string>& words);
  Result<std::optional<double>> Length();
  Result<std::optional<double>> Lag();
  Error Trouble() const;

  SourceAccess access_;
  std::string key_;
  std::string group_;
  Connection connection_;
  SteadyTime deadline_;
};

Error Redis::Trouble() const {
  const bool late = SteadyClock::now() >= deadline_;
  return {late ? Errc::kTimeout : Errc::kUnavailable, late ? "no answer in time" : connection_->errstr};
}

Status Redis::Connect() {
  if (connection_) return {};
  const auto& host = access_.address.empty() ? access_.url.host : access_.address;
  const auto port = access_.url.port == 0 ? kUsualPort : access_.url.port;
  const auto left = std::chrono::ceil<Duration>(deadline_ - SteadyClock::now());
  connection_.reset(redisConnectWithTimeout(host.c_str(), port, TimevalOf(left)));
  if (!connection_) return Fail(Errc::kInternal, "out of memory");
  if (connection_->err != 0) return tl::unexpected(Trouble());
  return LogIn();
}

Status Redis::LogIn() {
  std::vector<std::string> login{"AUTH"};
  if (!access_.url.user.empty()) login.push_back(access_.url.user);
  login.push_back(access_.password);
  if (!access_.password.empty())
    if (const auto in = Ask(login); !in) return tl::unexpected(in.error().During("log in"));
  const auto database = access_.url.path.substr(1);
  if (database.empty()) return {};
  const auto selected = Ask({"SELECT", database});
  if (!selected) return tl::unexpected(selected.error().During("use database " + database));
  return {};
}

Result<Reply> Redis::Ask(const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const auto& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  redisSetTimeout(connection_.get(), TimevalOf(std::chrono::ceil<Duration>(deadline_ - SteadyClock::now())));
  Reply reply(static_cast<redisReply*>(
      redisCommandArgv(connection_.get(), static_cast<int>(texts.size()), texts.data(), sizes.data())));
  if (!reply) return tl::unexpected(Trouble());
  if (reply->type == REDIS_REPLY_ERROR) return tl::unexpected(Refusal(TextOf(*reply)));
  return reply;
}

Result<std::optional<double>> Redis::Length() {
  const auto type = Ask({"TYPE", key_});
  if (!type) return tl::unexpected(type.error());
  const auto name = TextOf(**type);
  if (name == "none") return 0;  // a list that is empty is not there
  if (name != "list" && name != "stream")
    return Fail(Errc::kInvalidInput, "it is a " + std::string(name), "name a list or a stream");
  const auto length = Ask({name == "list" ? "LLEN" : "XLEN", key_});
  if (!length) return tl::unexpected(length.error());
  if (!IsCount(**length)) return Fail(Errc::kUnavailable, "its length is no number");
  return static_cast<double>((*length)->integer);
}

/// The member `name` of a reply that is a list of names and values.
const redisReply* Member(const redisReply& list, std::string_view name) {
  for (std::size_t i = 0; i + 1 < list.elements; i += 2)
    if (TextOf(*list.element[i]) == name) return list.element[i + 1];
  return nullptr;
}

Result<std::optional<double>> Redis::Lag() {
  const auto groups = Ask({"XINFO", "GROUPS", key_});
  if (!groups) return tl::unexpected(groups.error());
  for (std::size_t i = 0; i < (*groups)->elements; ++i) {
    const auto& group = *(*groups)->element[i];
    const auto* name = Member(group, "name");
    if (name == nullptr || TextOf(*name) != group_) continue;
    const auto* lag = Member(group, "lag");
    if (lag != nullptr && IsCount(*lag)) return static_cast<double>(lag->integer);
    return Fail(Errc::kUnavailable, "Redis does not know the lag of group " + group_,
                "it is counted by Redis 7, while no entry is deleted from within the stream");
  }
  return Fail(Errc::kNotFound, "there is no group " + group_);
}

}  // namespace

Result<std::unique_ptr<Source>> MakeRedis(const SourceSettings& settings, const SourceAccess& access) {
  if (access.url.scheme != "redis")
    return Fail(Errc::kInvalidInput, "the url of a Redis source begins with " + access.url.scheme + "://",
                "want redis://host:6379; TLS is not supported");
  const auto words = Words(settings.query);
  if (words.empty() || words.size() > 2)
    return Fail(Errc::kInvalidInput, "the query \"" + settings.query + "\" names no key",
                "want a list or a stream, or \"STREAM GROUP\"");
  return std::make_unique<Redis>(access, std::string(words[0]), std::string(words.size() > 1 ? words[1] : ""));
}

}  // namespace docktor::observe
