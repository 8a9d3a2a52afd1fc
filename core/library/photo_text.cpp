// Words about photos: what is indexed, how a query becomes an FTS5 expression, which field a match stands in.
#include "core/library/photos.h"
#include "core/library/sql/photo_rows.h"
#include "core/library/sql/photo_words.h"
#include "core/store/database.h"

#include <algorithm>
#include <array>
#include <set>

namespace saysee::library {

using base::PhotoId;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kMaxTerms = 64;  // a spoken paragraph; more would only slow the search down
constexpr std::size_t kLongestTextQuery = 16'384;  // bytes that are looked at

struct Column {
    TextField field;
    int index;  // in the table photo_text
};
// The most telling first: what a person wrote about this photo says more than what its folder is called.
constexpr std::array<Column, 7> kColumns = {{{TextField::Title, 2},
                                             {TextField::Person, 6},
                                             {TextField::Keyword, 4},
                                             {TextField::Place, 5},
                                             {TextField::Description, 3},
                                             {TextField::FileName, 0},
                                             {TextField::FolderName, 1}}};
// FTS5's bm25 takes one weight a column, in the table's order.
constexpr std::string_view kRank = "bm25(photo_text, 4, 2, 8, 4, 6, 5, 7)";

// The highlight function puts these around each word found.
constexpr char kBegin = '\x02';
constexpr char kEnd = '\x03';

std::string withoutMarks(std::string text)
{
    std::erase_if(text, [](char c) { return c == kBegin || c == kEnd; });
    return text;
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : "\n") + text;
    return all;
}

// Of several names in one field, joined by line breaks, the one that holds the match.
std::string matchedLine(const std::string& marked)
{
    const std::size_t at = marked.find(kBegin);
    const std::size_t begin = marked.rfind('\n', at) + 1;  // npos + 1 is 0
    return withoutMarks(marked.substr(begin, marked.find('\n', at) - begin));
}

// Length of the UTF-8 sequence at `at`, 0 when there is none (RFC 3629).
std::size_t sequenceLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1
        : lead >= 0xc2 && lead < 0xe0      ? 2
        : lead >= 0xe0 && lead < 0xf0      ? 3
        : lead >= 0xf0 && lead < 0xf5      ? 4
                                           : 0;
    if (length == 0 || at + length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(at + i) & 0xc0U) != 0x80U)
            return 0;
    const unsigned second = length > 2 ? byte(at + 1) : 0x80U;
    const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    const bool beyond = (lead == 0xed && second >= 0xa0) || (lead == 0xf4 && second >= 0x90);
    return overlong || beyond ? 0 : length;
}

}  // namespace

std::string displayText(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t length = sequenceLength(bytes, i);
        text += length == 0 ? std::string_view("\xef\xbf\xbd") : bytes.substr(i, length);
        i += length == 0 ? 1 : length;
    }
    return text;
}

namespace sql {

Status indexWords(store::Database& database, PhotoId photo)
{
    SAYSEE_ASSIGN(PhotoReader reader, PhotoReader::prepare(database));
    SAYSEE_ASSIGN(const std::optional<Photo> row, reader.read(photo));
    if (!row)
        return {};
    SAYSEE_ASSIGN(auto folder, database.prepare("SELECT path FROM folders WHERE id = ?"));
    SAYSEE_TRY(folder.bind({row->folder.value}).next());
    const std::filesystem::path root = folder.text(0);
    // The added folder's own name counts, what lies above it does not.
    const auto inside = root.filename() / row->path.parent_path().lexically_relative(root);
    std::vector<std::string> people;
    for (const image::PersonRegion& person : row->metadata.people)
        people.push_back(person.name);

    const image::PhotoMetadata& metadata = row->metadata;
    SAYSEE_ASSIGN(auto insert,
                  database.prepare("INSERT OR REPLACE INTO photo_text (rowid, name, folders, title, description, "
                                   "keywords, places, people) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    return insert
        .bind({photo.value, displayText(row->path.filename().native()), displayText(inside.native()), metadata.title,
               metadata.description, joined(metadata.keywords), joined(metadata.places), joined(people)})
        .run();
}

std::string matchExpression(std::string_view query, Words rule, LastWord last)
{
    std::vector<std::string> terms;
    bool phrase = false;
    std::string current;
    const auto finish = [&] {
        if (!current.empty() && terms.size() < kMaxTerms)
            terms.push_back(current);
        current.clear();
    };
    for (const char c : query) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
        if (c == '"' || (space && !phrase))
            finish();
        else
            current += c == '\0' ? ' ' : c;
        if (c == '"')
            phrase = !phrase;
        if (terms.size() == kMaxTerms)
            break;
    }
    const bool unfinished = last == LastWord::Beginning && !current.empty() && !phrase;  // still being typed
    finish();
    // FTS5 joins strings side by side with AND and, unlike AND itself, skips those without a letter or digit.
    const std::string_view between = rule == Words::All ? " " : " OR ";
    std::string expression;
    for (const std::string& term : terms)
        expression.append(expression.empty() ? "" : between).append('"' + term + '"');
    return expression + (unfinished && !expression.empty() ? "*" : "");
}

}  // namespace sql

namespace {

// Calls `found` with what matches an FTS5 expression, most relevant first.
template <class Found>
Status forMatches(store::Database& database, const std::string& expression, std::size_t limit, Found&& found)
{
    std::string columns;
    for (const Column& column : kColumns)
        columns += ", highlight(photo_text, " + std::to_string(column.index) + ", char(2), char(3))";
    SAYSEE_ASSIGN(auto rows,
                  database.prepare("SELECT photo_text.rowid" + columns
                                   + " FROM photo_text JOIN photos ON photos.id = photo_text.rowid "
                                     "WHERE photo_text MATCH ? AND state <> 2 ORDER BY "
                                   + std::string(kRank) + ", photo_text.rowid LIMIT ?"));
    rows.bind({expression, std::min<std::size_t>(limit, 1'000'000)});
    while (true) {
        SAYSEE_ASSIGN(const bool more, rows.next());
        if (!more)
            return {};
        TextMatch match;
        match.photo = PhotoId {rows.integer(0)};
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            const std::string marked = rows.text(static_cast<int>(i) + 1);
            if (marked.find(kBegin) == std::string::npos)
                continue;
            if (match.fields.empty()) {
                match.told = kColumns[i].field;
                match.text = matchedLine(marked);
            }
            match.fields.push_back(kColumns[i].field);
        }
        std::sort(match.fields.begin(), match.fields.end());
        found(std::move(match));
    }
}

}  // namespace

Result<std::vector<TextMatch>> Photos::findText(std::string_view query, std::size_t limit, Words rule)
{
    const std::string text = displayText(query.substr(0, kLongestTextQuery));
    const std::string whole = sql::matchExpression(text, rule, LastWord::Whole);
    const std::string beginning = sql::matchExpression(text, rule, LastWord::Beginning);
    std::vector<TextMatch> matches;
    if (whole.empty())
        return matches;
    std::set<PhotoId> seen;
    SAYSEE_TRY(forMatches(m_database, whole, limit, [&](TextMatch match) {
        seen.insert(match.photo);
        matches.push_back(std::move(match));
    }));
    if (beginning == whole || matches.size() >= limit)
        return matches;
    SAYSEE_TRY(forMatches(m_database, beginning, limit, [&](TextMatch match) {
        if (matches.size() == limit || seen.contains(match.photo))
            return;
        match.last = LastWord::Beginning;
        matches.push_back(std::move(match));
    }));
    return matches;
}

}  // namespace saysee::library
