#include "operations/past/decisions.h"

#include "operations/shared/find_service.h"

namespace docktor::operations {
namespace {

constexpr int kMostListed = 1000;
constexpr Duration kPatience = 5min;  // a long answer to somebody else may be worked out before

/// What was lost in the time of these decisions; the newest of them stand for now, unless they are of an older page.
std::vector<RecordsLost> LostBeside(const Context& context, const std::vector<HistoryItem>& decisions, bool older) {
  if (older && decisions.empty()) return {};
  auto lost = context.history.LostSince(decisions.empty() ? Instant{} : decisions.back().decision.at);
  if (older) std::erase_if(lost, [&](const RecordsLost& one) { return one.first > decisions.front().decision.at; });
  return lost;
}

void RunList(Context& context, const Caller&, ListDecisionsInput input, Reply<ListDecisionsOutput> reply) {
  if (input.limit < 1 || input.limit > kMostListed)
    return reply.Fail({Errc::kInvalidInput,
                       "limit: " + std::to_string(input.limit) + " is not between 1 and " + std::to_string(kMostListed),
                       "older ones: --before with the last id that you have"});
  remember::HistoryQuery query{.actions_only = input.actions, .before = input.before, .limit = input.limit};
  if (input.service) {
    const auto service = ServiceWithDecisions(context, *input.service);
    if (!service) return reply.Fail(service.error());
    query.service = *service;
  }
  ListDecisionsOutput out;
  for (const auto& entry : context.history.List(query)) out.decisions.push_back(ItemOf(entry));
  out.lost = LostBeside(context, out.decisions, input.before.has_value());
  reply.Answer(out);
}

/// Reads the whole journal: nobody else waits for that, however slow the disk is.
void RunVerify(Context& context, const Caller&, Nothing, Reply<remember::Verification> reply) {
  const auto put = context.workbench.Put(
      [reply, journal = context.journal](const auto&) { reply.Answer(remember::Verify(journal)); });
  if (!put) reply.Fail(put.error());
}

}  // namespace

Result<ServiceKey> ServiceWithDecisions(const Context& context, const std::string& name) {
  const auto snapshot = context.pilots.Latest();
  const auto view = FindService(*snapshot, name);
  if (view) return (*view)->key;
  if (const auto key = ServiceKey::Parse(name); key && context.history.NewestOf(*key)) return *key;
  return tl::unexpected<Error>(view.error());
}

Operation ListDecisionsOperation() {
  return Declare<ListDecisionsInput, ListDecisionsOutput>(
      {.name = "decisions list",
       .summary = "What was decided, newest first; equal holds in a row are one line",
       .examples = {"decisions list", "decisions list web --actions", "decisions list --limit 50 --before d120"},
       .fields = {{.name = "service", .help = "of this one only", .place = Field::Place::kPositional},
                  {.name = "actions", .help = "only those that changed something"},
                  {.name = "before", .help = "only those older than this id"},
                  {.name = "limit", .help = "at most so many"}}},
      RunList);
}

Operation VerifyDecisionsOperation() {
  return Declare<Nothing, remember::Verification>(
      {.name = "decisions verify",
       .summary = "Whether the journal is whole: every record carries the hash of the one before",
       .examples = {"decisions verify"},
       .patience = kPatience},
      RunVerify);
}

}  // namespace docktor::operations
