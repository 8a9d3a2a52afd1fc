// Photos and what was said about them: recordings, and the pairs that a tune learns from.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::store {
class Database;
}

namespace saysee::library {

// A spoken description, kept in the library's own folder under a name made of its content.
struct Recording {
    base::RecordingId id;
    std::filesystem::path file;  // absolute
    std::string sha256;  // hexadecimal
    double seconds = 0;
    std::int64_t createdAt = 0;  // seconds since 1970 UTC
};

enum class PairVerdict : std::uint8_t { Unchecked, Accepted, ListenAgain, Rejected };
enum class PairOrigin : std::uint8_t { Labelled, ThisIsTheOne, Imported };

// A pair without a recording is a caption; one without words is sound alone.
struct Pair {
    base::PairId id;
    std::optional<base::PhotoId> photo;  // empty when the library has no such photo (any more)
    std::string photoPath;  // relative to its folder, UTF-8: what the photo was called when the pair was made
    std::string photoSha256;  // hexadecimal; empty when the photo was never read
    std::optional<Recording> recording;
    std::string heard;  // what the recogniser understood
    std::optional<std::string> corrected;  // what the person made of it
    std::string language;  // ISO 639-1; empty: unknown
    std::string speaker;  // empty: not said
    PairVerdict verdict = PairVerdict::Unchecked;
    std::string split;  // "train", "validation", "test"; empty: not fixed
    double leadSeconds = 0;  // spent on making it
    PairOrigin origin = PairOrigin::Labelled;
    std::int64_t createdAt = 0;  // seconds since 1970 UTC; 0: now
    std::string extra = "{}";  // JSON object: what an imported file said and has no place here

    [[nodiscard]] const std::string& text() const { return corrected ? *corrected : heard; }
};

struct PairFilter {
    std::optional<base::PhotoId> photo = {};
    std::optional<PairVerdict> verdict = {};
};

struct PairCounts {
    std::uint64_t all = 0;
    std::uint64_t accepted = 0;
    std::uint64_t today = 0;  // made since midnight, local time
    std::uint64_t photos = 0;  // with at least one pair
    std::uint64_t speakers = 0;  // named ones
};

// Everything is saved when a call returns. Threading and lifetime: as the Library it belongs to.
class Pairs {
public:
    Pairs(store::Database& database, std::filesystem::path recordings)
        : m_database(database), m_recordings(std::move(recordings))
    {
    }

    // Copies a sound file into the library; the same content twice is kept once.
    // Errors: those of audio::decodeFile, as what cannot be played back is no recording; Io.
    base::Result<Recording> addRecording(const std::filesystem::path& file);
    base::Result<std::optional<Recording>> recordingBySha256(std::string_view hexadecimal);

    // Of a known photo, path and hash are filled in. Errors: InvalidArgument (neither a photo nor the name of one),
    // NotFound (a photo or recording that the library does not have).
    base::Result<base::PairId> add(const Pair& pair);
    base::Status update(const Pair& pair);  // everything but id and creation time; error: NotFound
    // Changes nothing else of them, so that what somebody corrects meanwhile stays. Without ids all unchecked ones;
    // returns those that were marked. Error (NotFound): one of the ids is no pair's; then nothing is changed.
    base::Result<std::vector<base::PairId>> mark(std::span<const base::PairId> pairs, PairVerdict verdict);
    // Its recording is deleted with it unless another pair or a past query uses it. Error: NotFound.
    base::Status remove(base::PairId pair);

    base::Result<Pair> get(base::PairId pair);  // error: NotFound
    base::Result<std::vector<Pair>> list(const PairFilter& filter = {});  // ascending
    base::Result<PairCounts> counts();

    // Joins pairs without a photo with the photos that have their content now. Indexing does so when it is done.
    // Looks at pairs without a photo alone, so a large library costs nothing.
    base::Result<std::uint64_t> relink();

private:
    store::Database& m_database;
    std::filesystem::path m_recordings;
};

}  // namespace saysee::library
