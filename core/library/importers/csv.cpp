// CSV (RFC 4180): pairs.csv with a header line. Cells that a spreadsheet would take for a formula are guarded by an
// apostrophe, which is taken away again on reading. Columns that are not SaySee's own hold text as it is, and other
// values as JSON; text that would be read as such a value is written as a JSON string.
#include "core/base/files.h"
#include "core/library/importers/format.h"
#include "core/library/photos.h"

#include <algorithm>
#include <optional>
#include <set>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kMostColumns = 1000;

// Whether the cell, without the apostrophes it begins with, begins like a formula.
bool looksLikeFormula(std::string_view cell)
{
    const std::size_t start = cell.find_first_not_of('\'');
    return start != std::string_view::npos
        && std::string_view("=+-@\t\r").find(cell[start]) != std::string_view::npos;
}

std::string quoted(std::string cell)
{
    if (looksLikeFormula(cell))
        cell.insert(0, 1, '\'');
    if (cell.find_first_of(",\"\n\r") == std::string::npos)
        return cell;
    std::string result = "\"";
    for (const char c : cell)
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

std::string unguarded(std::string cell)
{
    if (cell.starts_with('\'') && looksLikeFormula(cell))
        cell.erase(0, 1);
    return cell;
}

// Cuts records off a text, one at a time. RFC 4180, line ends of either kind.
class Records {
public:
    explicit Records(std::string_view text) : m_rest(text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text) { }

    // Empty at the end. Error (Corrupt): too many columns, a quote that never ends.
    Result<std::optional<std::vector<std::string>>> next()
    {
        if (m_rest.empty())
            return std::nullopt;
        std::vector<std::string> cells;
        while (true) {
            if (cells.size() == kMostColumns)
                return fail(ErrorCode::Corrupt, "more than " + std::to_string(kMostColumns) + " columns");
            SAYSEE_ASSIGN(std::string cell, nextCell());
            cells.push_back(unguarded(std::move(cell)));
            if (m_rest.starts_with(',')) {
                m_rest.remove_prefix(1);
                continue;
            }
            if (m_rest.starts_with("\r\n"))
                m_rest.remove_prefix(2);
            else if (m_rest.starts_with('\n') || m_rest.starts_with('\r'))
                m_rest.remove_prefix(1);
            else if (!m_rest.empty())
                return fail(ErrorCode::Corrupt, "something follows a closing quotation mark");
            return cells;
        }
    }

private:
    Result<std::string> nextCell()
    {
        if (!m_rest.starts_with('"')) {
            const std::size_t end = std::min(m_rest.find_first_of(",\n\r"), m_rest.size());
            std::string cell(m_rest.substr(0, end));
            m_rest.remove_prefix(end);
            return cell;
        }
        std::string cell;
        for (std::size_t i = 1; i < m_rest.size(); ++i) {
            if (m_rest[i] != '"') {
                cell += m_rest[i];
            } else if (i + 1 < m_rest.size() && m_rest[i + 1] == '"') {
                cell += '"';
                ++i;
            } else {
                m_rest.remove_prefix(i + 1);
                return cell;
            }
        }
        return fail(ErrorCode::Corrupt, "a quotation mark is never closed");
    }

    std::string_view m_rest;
};

bool isOwn(const std::string& column)
{
    return std::find(rowFields().begin(), rowFields().end(), column) != rowFields().end();
}

// A value only where the cell is written exactly as this program writes it: "007" and the long numbers that other
// programs use as names stay what they are.
nlohmann::json valueIn(const std::string& cell)
{
    const auto value = base::parseJson(cell, "cell");
    return value && !value->is_null() && dump(*value) == cell ? *value : nlohmann::json(cell);
}

// Spreadsheets write Latin-1 where they were not told otherwise.
std::string inUtf8(std::string cell)
{
    if (displayText(cell) == cell)
        return cell;
    std::string text;
    for (const char c : cell) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80U)
            text += static_cast<char>(0xC0U | byte >> 6U);
        text += byte < 0x80U ? c : static_cast<char>(0x80U | (byte & 0x3FU));
    }
    return text;
}

nlohmann::json typed(const std::string& column, const std::string& cell)
{
    if (!isOwn(column))
        return valueIn(inUtf8(cell));
    if (column == "image" || column == "audio")
        return cell;  // names of files, which may be any bytes
    if (column != "duration_s" && column != "lead_time_s")
        return inUtf8(cell);
    nlohmann::json number = nlohmann::json::parse(cell, nullptr, false);
    return number.is_number() ? number : nlohmann::json(cell);
}

Result<Manifest> read(const std::filesystem::path& chosen)
{
    SAYSEE_ASSIGN(const auto file, manifestFile(chosen, "pairs.csv"));
    SAYSEE_ASSIGN(const std::string text, readManifest(file));
    const std::string name = file.filename().string();
    Manifest manifest;
    manifest.root = file.parent_path();
    Records records(text);
    const auto header = records.next();
    if (!header || !*header)
        return fail(ErrorCode::Corrupt,
                    file.string() + " cannot be read: " + (header ? "it is empty" : header.error().message) + ".");
    for (std::size_t number = 1;; ++number) {
        const auto cells = records.next();
        if (!cells) {
            manifest.problems.push_back(name + ", record " + std::to_string(number) + ": " + cells.error().message
                                        + "; the rest is not read.");
            return manifest;
        }
        if (!*cells)
            return manifest;
        nlohmann::json object = nlohmann::json::object();
        for (std::size_t i = 0; i < std::min((*header)->size(), (*cells)->size()); ++i)
            if (!(**cells)[i].empty())
                object[inUtf8((**header)[i])] = typed((**header)[i], (**cells)[i]);
        auto row = rowFromJson(object);
        if (row)
            manifest.rows.push_back(std::move(*row));
        else
            manifest.problems.push_back(name + ", record " + std::to_string(number) + ": " + row.error().message
                                        + ".");
    }
}

std::string cellOf(const nlohmann::ordered_json& row, const std::string& column)
{
    const auto value = row.find(column);
    if (value == row.end())
        return "";
    if (!value->is_string())
        return dump(*value);
    const auto text = value->get<std::string>();
    const bool readAsText = isOwn(column) || (!text.empty() && valueIn(text) == text);
    return readAsText ? text : dump(*value);
}

base::Status write(const std::vector<ExchangeRow>& rows, const std::filesystem::path& folder)
{
    std::vector<std::string> columns = rowFields();
    std::set<std::string> others;
    for (const ExchangeRow& row : rows)
        for (const auto& [name, value] : row.extra.items())
            if (!isOwn(name))
                others.insert(name);
    columns.insert(columns.end(), others.begin(), others.end());

    std::string text;
    const auto add = [&](std::size_t column, const std::string& cell) {
        text += quoted(cell) + (column + 1 < columns.size() ? "," : "\r\n");
    };
    for (std::size_t i = 0; i < columns.size(); ++i)
        add(i, columns[i]);
    for (const ExchangeRow& row : rows) {
        const auto values = toJson(row);
        for (std::size_t i = 0; i < columns.size(); ++i)
            add(i, cellOf(values, columns[i]));
    }
    return writeManifest(folder / "pairs.csv", text);
}

}  // namespace

const PairFormat kCsvFormat = {"csv", "CSV with a header line, in pairs.csv", read, nameMediaPlainly, write};

}  // namespace saysee::library
