#include "core/index/ivf/partition.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <faiss/Clustering.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexScalarQuantizer.h>

namespace saysee::index {

namespace {

base::Error faissError(const std::exception& problem)
{
    return {base::ErrorCode::Internal, "The search index could not be built.", problem.what()};
}

}  // namespace

std::size_t listsFor(std::size_t rows)
{
    const auto wanted = std::bit_ceil(static_cast<std::size_t>(2.0 * std::sqrt(static_cast<double>(rows))));
    return std::clamp<std::size_t>(wanted, 1, std::clamp<std::size_t>(rows, 1, 4096));
}

base::Result<std::vector<float>> trainCentroids(std::span<const std::uint16_t> sample, std::size_t dimension,
                                                std::size_t lists)
{
    if (sample.empty())
        return std::vector<float>(lists * dimension, 0.0F);
    try {
        faiss::ClusteringParameters parameters;
        parameters.niter = 8;  // more did not raise the recall
        parameters.spherical = true;
        parameters.min_points_per_centroid = 1;  // no warnings on standard error
        parameters.max_points_per_centroid = 1024;  // the caller has sampled already
        const auto width = static_cast<int>(dimension);
        faiss::Clustering clustering(width, static_cast<int>(lists), parameters);
        faiss::IndexFlatIP assigner(width);
        const faiss::IndexScalarQuantizer halves(width, faiss::ScalarQuantizer::QT_fp16);  // reads the sample
        clustering.train_encoded(static_cast<faiss::Index::idx_t>(sample.size() / dimension),
                                 reinterpret_cast<const std::uint8_t*>(sample.data()), &halves, assigner);
        return clustering.centroids;
    } catch (const std::exception& problem) {
        return tl::unexpected(faissError(problem));
    }
}

base::Result<std::vector<std::uint32_t>> nearestCentroids(std::span<const float> centroids,
                                                          std::span<const float> vectors, std::size_t dimension)
{
    try {
        faiss::IndexFlatIP flat(static_cast<faiss::Index::idx_t>(dimension));
        flat.add(static_cast<faiss::Index::idx_t>(centroids.size() / dimension), centroids.data());
        const std::size_t count = vectors.size() / dimension;
        std::vector<float> scores(count);
        std::vector<faiss::Index::idx_t> labels(count);
        flat.search(static_cast<faiss::Index::idx_t>(count), vectors.data(), 1, scores.data(), labels.data());
        std::vector<std::uint32_t> lists(count);
        std::transform(labels.begin(), labels.end(), lists.begin(), [](faiss::Index::idx_t label) {
            return static_cast<std::uint32_t>(std::max<faiss::Index::idx_t>(label, 0));
        });
        return lists;
    } catch (const std::exception& problem) {
        return tl::unexpected(faissError(problem));
    }
}

}  // namespace saysee::index
