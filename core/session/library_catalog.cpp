#include "core/session/library_catalog.h"

#include <algorithm>
#include <iterator>

namespace saysee::session {

namespace {

search::Field toField(library::TextField field)
{
    switch (field) {
    case library::TextField::FileName:
        return search::Field::FileName;
    case library::TextField::FolderName:
        return search::Field::FolderName;
    case library::TextField::Title:
    case library::TextField::Description:
        return search::Field::Title;
    case library::TextField::Keyword:
        return search::Field::Keyword;
    case library::TextField::Place:
        return search::Field::Place;
    case library::TextField::Person:
        return search::Field::Person;
    }
    return search::Field::FileName;
}

}  // namespace

base::Result<search::Admission> LibraryCatalog::admission(const search::PhotoFilter& filter)
{
    search::Admission admission;
    if (!filter.admitsAll()) {
        SAYSEE_ASSIGN(admission.only, chosen(filter));
    }
    SAYSEE_ASSIGN(const auto behind, m_library.photos().behindOthers());
    for (const library::Behind& entry : behind)
        if (!admission.only || std::binary_search(admission.only->begin(), admission.only->end(), entry.leader))
            admission.hidden.push_back({entry.photo, entry.leader});
    return admission;
}

base::Result<index::IdFilter> LibraryCatalog::chosen(const search::PhotoFilter& filter)
{
    library::PhotoFilter condition;
    condition.takenFrom = filter.takenFrom;
    condition.takenBefore = filter.takenBefore;
    condition.folders = filter.folders;
    condition.keywords = filter.keywords;
    condition.lowestRating = filter.lowestRating;
    SAYSEE_ASSIGN(index::IdFilter ids, m_library.photos().select(condition));
    if (!filter.photos)
        return ids;
    index::IdFilter both;
    std::set_intersection(ids.begin(), ids.end(), filter.photos->begin(), filter.photos->end(),
                          std::back_inserter(both));
    return both;
}

base::Result<std::vector<search::TextMatch>> LibraryCatalog::matching(std::string_view text, std::size_t limit)
{
    SAYSEE_ASSIGN(const auto found, m_library.photos().findText(text, limit));
    std::vector<search::TextMatch> matches;
    matches.reserve(found.size());
    for (const auto& match : found)
        matches.push_back(
            {match.photo, toField(match.told), match.text,
             match.last == library::LastWord::Whole ? search::LastWord::Whole : search::LastWord::Beginning});
    return matches;
}

base::Result<std::vector<search::PhotoFacts>> LibraryCatalog::describe(std::span<const base::PhotoId> photos)
{
    SAYSEE_ASSIGN(const auto known, m_library.photos().get(photos));
    std::vector<search::PhotoFacts> facts;
    facts.reserve(known.size());
    for (const auto& photo : known)
        facts.push_back(
            {photo.id, photo.path, photo.metadata.taken ? image::toIso8601(*photo.metadata.taken) : std::string()});
    return facts;
}

base::Result<search::Coverage> LibraryCatalog::coverage(const base::SpaceId& space)
{
    SAYSEE_ASSIGN(const auto counts, m_library.counts(space));
    return search::Coverage {counts.searchable, counts.searchable + counts.pending};
}

}  // namespace saysee::session
