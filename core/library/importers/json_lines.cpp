// JSON Lines: pairs.jsonl, one object a pair, UTF-8, paths relative to the file.
#include "core/library/importers/format.h"

namespace saysee::library {

namespace {

base::Result<Manifest> read(const std::filesystem::path& chosen)
{
    SAYSEE_ASSIGN(const auto file, manifestFile(chosen, "pairs.jsonl"));
    SAYSEE_ASSIGN(const std::string text, readManifest(file));
    Manifest manifest;
    manifest.root = file.parent_path();
    readJsonLines(text, file.filename().string(), manifest);
    return manifest;
}

base::Status write(const std::vector<ExchangeRow>& rows, const std::filesystem::path& folder)
{
    std::string text;
    for (const ExchangeRow& row : rows)
        text += dump(toJson(row)) + "\n";
    return writeManifest(folder / "pairs.jsonl", text);
}

}  // namespace

const PairFormat kJsonLinesFormat = {"jsonl", "JSON Lines: one pair a line, in pairs.jsonl", read, nameMediaPlainly,
                                     write};

}  // namespace saysee::library
