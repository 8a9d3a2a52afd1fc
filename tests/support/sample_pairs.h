// Accepted descriptions of the sample's photos in a library: enough to learn from.
#pragma once

#include "core/library/library.h"
#include "support/shared_data.h"

#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

namespace saysee::test {

inline nlohmann::json sampleManifest()
{
    return nlohmann::json::parse(std::ifstream(sourceDirectory() / "resources/sample/manifest.json"));
}

// The sample lies in the library already.
inline void addSamplePairs(const std::filesystem::path& libraryPath, std::size_t count = 40)
{
    const nlohmann::json manifest = sampleManifest();
    const auto library = library::Library::open(libraryPath, library::Library::Mode::ReadWrite).value();
    for (std::size_t i = 0; i < count; ++i) {
        const nlohmann::json& photo = manifest["photos"][4 * i];
        library::Pair pair;
        pair.photo = library->photos().at(libraryPath / "sample" / photo["path"].get<std::string>()).value();
        QVERIFY(pair.photo.has_value());
        pair.corrected = photo["captions"][1].get<std::string>();
        pair.verdict = library::PairVerdict::Accepted;
        QVERIFY(library->pairs().add(pair));
    }
}

// The sample's spoken questions, accepted, with what was said in them: enough to learn a voice from.
inline void addSpokenPairs(const std::filesystem::path& libraryPath)
{
    const nlohmann::json manifest = sampleManifest();
    const auto library = library::Library::open(libraryPath, library::Library::Mode::ReadWrite).value();
    for (const nlohmann::json& query : manifest["queries"]) {
        library::Pair pair;
        pair.photo = library->photos().at(libraryPath / "sample" / query["photo"].get<std::string>()).value();
        QVERIFY(pair.photo.has_value());
        pair.recording = library->pairs()
                             .addRecording(sourceDirectory() / "resources/sample" / query["path"].get<std::string>())
                             .value();
        pair.corrected = query["text"].get<std::string>();
        pair.verdict = library::PairVerdict::Accepted;
        QVERIFY(library->pairs().add(pair));
    }
}

}  // namespace saysee::test
