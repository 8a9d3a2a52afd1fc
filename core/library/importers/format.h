// What a format has to provide. A new one: a file beside this one, a line here and in formats.cpp, a fixture.
#pragma once

#include "core/library/importers/manifest.h"

#include <span>
#include <string_view>

namespace saysee::library {

enum class MediaAre { BesideTheFile, InsideTheFile };

struct PairFormat {
    std::string_view name;
    std::string_view description;
    // `chosen`: the file or folder that the person pointed to.
    base::Result<Manifest> (*read)(const std::filesystem::path& chosen);
    // Gives every row's image and audio the name that they get below the folder written to.
    void (*nameMedia)(std::vector<ExchangeRow>& rows);
    // Writes what is said about the pairs; with MediaAre::InsideTheFile also the media, which imageFile and audioFile
    // name where they are wanted.
    base::Status (*write)(const std::vector<ExchangeRow>& rows, const std::filesystem::path& folder);
    MediaAre media = MediaAre::BesideTheFile;
};

[[nodiscard]] std::span<const PairFormat> allPairFormats();

extern const PairFormat kJsonLinesFormat;
extern const PairFormat kCsvFormat;
extern const PairFormat kHuggingFaceFormat;
extern const PairFormat kFlickr8kFormat;
extern const PairFormat kSpokenCocoFormat;
extern const PairFormat kLocalizedNarrativesFormat;
extern const PairFormat kWebDatasetFormat;

// Gives media names below `folderOf(row)`, unique per content. A name that came from such an export stays.
void nameMedia(std::vector<ExchangeRow>& rows, std::string (*folderOf)(const ExchangeRow&), std::string_view images,
               std::string_view sounds);

// The usual names: images/<12 letters of the hash>-<name>, audio/<the same>. Equal content gets one name; a name that
// came from such an export stays.
void nameMediaPlainly(std::vector<ExchangeRow>& rows);

// A file name that every system and every format takes: spaces, separators and what shells or spreadsheets treat
// specially become '_'. Letters of any language stay.
[[nodiscard]] std::string plainName(std::string_view name);

// `chosen` itself, or the file `name` in it when it is a folder. Error: NotFound.
base::Result<std::filesystem::path> manifestFile(const std::filesystem::path& chosen, std::string_view name);

}  // namespace saysee::library
