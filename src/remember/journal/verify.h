#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"
#include "remember/journal/disk.h"

#include <boost/describe.hpp>

namespace docktor::remember {

enum class Fault {
  kNotJson,         ///< the line is not one of a journal
  kHashMismatch,    ///< it does not carry the hash of the line before: one of the two was changed
  kMissingNumber,   ///< the record that should stand here does not
  kMissingSegment,  ///< a file in between is gone
  kTorn,            ///< half a line at the end of a segment that is not the last
  kBrokenAnchor,    ///< what pruned segments left behind was changed, be it mended since (anchor.h)
};
BOOST_DESCRIBE_ENUM(Fault, kNotJson, kHashMismatch, kMissingNumber, kMissingSegment, kTorn, kBrokenAnchor)

/// Where the chain breaks.
struct ChainProblem {
  Fault fault = Fault::kNotJson;
  std::string segment;         ///< name of the file
  std::int64_t line = 0;       ///< in it, from 1
  std::uint64_t sequence = 0;  ///< of the record that stands or should stand there
  std::string what;            ///< the whole in a sentence
};
BOOST_DESCRIBE_STRUCT(ChainProblem, (), (fault, segment, line, sequence, what))

struct Verification {
  bool ok = true;
  std::uint64_t records = 0;  ///< that were read up to the problem, or all
  std::int64_t segments = 0;
  std::uint64_t pruned = 0;      ///< records before the first of them, which were deleted for their age or for room
  std::int64_t lost = 0;         ///< never written, as records in the chain say: see RecordsLost
  std::uint64_t unreadable = 0;  ///< of the records: in the chain, but of a kind that this version does not know
  std::uint64_t torn_bytes = 0;  ///< half a line at the very end: expected after a crash, repaired by the next start
  std::optional<ChainProblem> problem = {};  ///< the first one
};
BOOST_DESCRIBE_STRUCT(Verification, (), (ok, records, segments, pruned, lost, unreadable, torn_bytes, problem))

/// Reads the whole journal and follows its chain, from the anchor on where older segments were pruned. Finds every
/// change to a line that another one follows; of the very last line, which nothing vouches for yet, it finds only what
/// breaks its form. Safe while the journal is written. kNotFound: there is no such folder.
Result<Verification> Verify(const std::filesystem::path& folder, const Disk& disk = RealDisk());

}  // namespace docktor::remember
