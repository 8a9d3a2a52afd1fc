// What every VectorIndex must do, whatever is behind it. A test class calls these with its own way to make an index.
#pragma once

#include "core/index/vector_index.h"

#include <QTest>
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <vector>

namespace saysee::test {

inline const base::SpaceId kSpace {"space-a"};

struct Vectors {
    std::vector<base::PhotoId> ids;
    std::vector<float> values;  // [ids.size(), dimension]

    void add(base::PhotoId id, const std::vector<float>& vector)
    {
        ids.push_back(id);
        values.insert(values.end(), vector.begin(), vector.end());
    }
};

// A vector of length 1 whose every component is exact in half precision, so that references can be exact too.
inline std::vector<float> randomVector(int dimension, std::mt19937& random)
{
    // 4 components of +-1/2, the others 0.
    std::vector<float> vector(static_cast<std::size_t>(dimension), 0.0F);
    for (int placed = 0; placed < 4;) {
        float& value = vector[random() % vector.size()];
        if (value == 0.0F) {
            value = random() % 2 == 0 ? 0.5F : -0.5F;
            ++placed;
        }
    }
    return vector;
}

inline base::Embedding embedding(std::vector<float> values, const base::SpaceId& space = kSpace)
{
    return base::Embedding::normalised(std::move(values), space).value();
}

// The plain reference: a map and a full sort.
class ReferenceIndex {
public:
    void upsert(base::PhotoId id, std::vector<float> vector) { m_vectors[id] = std::move(vector); }
    void erase(base::PhotoId id) { m_vectors.erase(id); }
    [[nodiscard]] std::size_t size() const { return m_vectors.size(); }

    [[nodiscard]] std::vector<index::Hit> search(const base::Embedding& query, std::size_t k,
                                                 const index::IdFilter* filter) const
    {
        std::vector<index::Hit> hits;
        for (const auto& [id, vector] : m_vectors) {
            if (filter != nullptr && std::find(filter->begin(), filter->end(), id) == filter->end())
                continue;
            hits.push_back({id, std::inner_product(vector.begin(), vector.end(), query.values().begin(), 0.0F)});
        }
        std::stable_sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
        hits.resize(std::min(k, hits.size()));
        return hits;
    }

private:
    std::map<base::PhotoId, std::vector<float>> m_vectors;
};

// Makes an index of the kind under test that holds `vectors`.
using MakeIndex = std::function<std::unique_ptr<index::VectorIndex>(int dimension, const Vectors& vectors)>;

inline QByteArray describe(const std::vector<index::Hit>& hits)
{
    QByteArray text;
    for (const auto& hit : hits)
        text +=
            QByteArray::number(static_cast<qlonglong>(hit.photo.value)) + ':' + QByteArray::number(hit.score) + ' ';
    return text;
}

// Random upserts, erases, filters and searches: the same answers as the plain reference. Components of queries and
// vectors are halves, so all sums are exact and so are ties.
inline void checkAgainstReference(const MakeIndex& make, unsigned seed)
{
    constexpr int kDimension = 32;
    std::mt19937 random(seed);
    ReferenceIndex reference;
    Vectors first;
    for (int i = 1; i <= 300; ++i) {
        first.add({3 * i}, randomVector(kDimension, random));
        reference.upsert({3 * i}, {first.values.end() - kDimension, first.values.end()});
    }
    const auto index = make(kDimension, first);
    QVERIFY(index != nullptr);
    for (int step = 0; step < 400; ++step) {
        const base::PhotoId id {static_cast<std::int64_t>(random() % 1200) + 1};
        switch (random() % 4) {
        case 0:
        case 1: {
            const auto vector = randomVector(kDimension, random);
            QVERIFY(index->upsert({&id, 1}, vector).has_value());
            reference.upsert(id, vector);
            break;
        }
        case 2:
            QVERIFY(index->erase({&id, 1}).has_value());
            reference.erase(id);
            break;
        default: {
            index::IdFilter filter;
            const bool filtered = random() % 2 == 0;
            const auto share = random() % 10 + 1;
            for (std::int64_t i = 1; i <= 1300; ++i)
                if (random() % 10 < share)
                    filter.push_back({i});
            const auto query = embedding(randomVector(kDimension, random));
            const std::size_t k = random() % 40;
            const auto expected = reference.search(query, k, filtered ? &filter : nullptr);
            const auto found = index->search(query, k, filtered ? &filter : nullptr);
            QVERIFY(found.has_value());
            QVERIFY2(*found == expected,
                     "step " + QByteArray::number(step) + "\nfound    " + describe(*found) + "\nexpected "
                         + describe(expected));
        }
        }
        QCOMPARE(index->size(), reference.size());
    }
}

inline void checkErrors(const MakeIndex& make)
{
    std::mt19937 random(7);
    Vectors one;
    one.add({1}, randomVector(8, random));
    const auto index = make(8, one);
    const auto code = [](const auto& result) {
        return result.has_value() ? base::ErrorCode::Internal : result.error().code;
    };
    using base::ErrorCode;

    const auto stranger = embedding(randomVector(8, random), {"space-b"});
    QCOMPARE(code(index->search(stranger, 1)), ErrorCode::VersionMismatch);
    QCOMPARE(code(index->score(stranger, one.ids)), ErrorCode::VersionMismatch);
    QCOMPARE(code(index->search(embedding(randomVector(16, random)), 1)), ErrorCode::VersionMismatch);

    QCOMPARE(code(index->upsert(one.ids, std::vector<float>(7, 0.1F))), ErrorCode::VersionMismatch);
    QCOMPARE(code(index->upsert(one.ids, std::vector<float>(8, 0.0F))), ErrorCode::InvalidArgument);
    QCOMPARE(code(index->upsert(one.ids, std::vector<float>(8, NAN))), ErrorCode::InvalidArgument);
    const base::PhotoId none;
    QCOMPARE(code(index->upsert({&none, 1}, one.values)), ErrorCode::InvalidArgument);
    QCOMPARE(index->size(), std::size_t {1});
    QCOMPARE(code(index->vectorOf({99})), ErrorCode::NotFound);
}

inline void checkSmallCases(const MakeIndex& make)
{
    std::mt19937 random(5);
    const auto query = embedding(randomVector(8, random));
    const auto empty = make(8, {});
    QCOMPARE(empty->size(), std::size_t {0});
    QVERIFY(empty->search(query, 10).value().empty());
    QVERIFY(empty->sample(10).empty());
    const base::PhotoId unknown {4};
    QVERIFY(empty->erase({&unknown, 1}).has_value());

    Vectors three;
    for (const std::int64_t id : {5, 2, 9})
        three.add({id}, {0.5F, 0.5F, 0.5F, 0.5F, 0, 0, 0, 0});
    const auto index = make(8, three);
    const auto same = embedding({1, 1, 1, 1, 0, 0, 0, 0});
    const std::vector<index::Hit> ties = {{{2}, 1.0F}, {{5}, 1.0F}, {{9}, 1.0F}};
    QCOMPARE(index->search(same, 10).value(), ties);
    QVERIFY(index->search(same, 0).value().empty());
    const index::IdFilter nobody;
    QVERIFY(index->search(same, 10, &nobody).value().empty());
    const index::IdFilter others = {{1}, {9}, {4'000'000'000'000}};
    QCOMPARE(index->search(same, 10, &others).value(), (std::vector<index::Hit> {{{9}, 1.0F}}));
    const std::vector<base::PhotoId> asked = {{9}, {77}, {2}};
    QCOMPARE(index->score(same, asked).value(), (std::vector<index::Hit> {{{9}, 1.0F}, {{2}, 1.0F}}));
    QCOMPARE(index->sample(10), (std::vector<base::PhotoId> {{2}, {5}, {9}}));
    QCOMPARE(base::cosine(index->vectorOf({5}).value(), same).value(), 1.0F);
}

}  // namespace saysee::test
