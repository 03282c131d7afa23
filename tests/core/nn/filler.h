// The deterministic filler of the specification: tensors from their names, the same in every language.
#pragma once

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/nn/tensors.h"

namespace adapnet::nn::test {

inline at::Tensor filledInput(const std::string& name, const std::vector<std::int64_t>& shape, double low,
                              double high) {
    auto tensor = at::empty(shape, at::kFloat);
    RandomStream stream{std::string_view(name)};
    float* out = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        out[i] = static_cast<float>(low + (high - low) * stream.uniform());
    return tensor;
}

inline at::Tensor filledInput(const nlohmann::json& spec) {
    return filledInput(spec["name"], spec["shape"].get<std::vector<std::int64_t>>(), spec["lo"], spec["hi"]);
}

inline at::Tensor filledParameter(const std::string& key, const std::vector<std::int64_t>& shape) {
    auto tensor = at::empty(shape, at::kFloat);
    RandomStream stream{std::string_view(key)};
    const double fanIn =
        shape.empty() ? 1 : static_cast<double>(tensor.numel()) / static_cast<double>(shape[0]);
    float* out = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        const double u = stream.uniform();
        double value = (2 * u - 1) * std::sqrt(3 / fanIn);
        if (key.ends_with("running_mean"))
            value = 0.1 * (2 * u - 1);
        else if (key.ends_with("running_var"))
            value = 0.5 + u;
        else if (key == "p" || key.ends_with(".p"))
            value = 3;
        else if (key.ends_with("bias"))
            value = 0.1 * (2 * u - 1);
        else if (shape.size() <= 1)
            value = 0.5 + u;
        out[i] = static_cast<float>(value);
    }
    return tensor;
}

inline TensorMap filled(const std::map<std::string, std::vector<std::int64_t>>& shapes) {
    TensorMap tensors;
    for (const auto& [name, shape] : shapes) tensors[name] = filledParameter(name, shape);
    return tensors;
}

inline nlohmann::json vectors(const std::string& name = "networks") {
    std::ifstream file(std::string(ADAPNET_TEST_DATA) + "/" + name + ".json");
    return nlohmann::json::parse(file);
}

// Tensors filled under the names that the reference used, stored under ours.
inline TensorMap filledAs(const std::map<std::string, std::vector<std::int64_t>>& shapes,
                          const std::function<std::string(const std::string&)>& theirName) {
    TensorMap tensors;
    for (const auto& [name, shape] : shapes) tensors[name] = filledParameter(theirName(name), shape);
    return tensors;
}

inline at::Tensor toTensor(const nlohmann::json& rows) {
    if (!rows.front().is_array()) {
        const auto values = rows.get<std::vector<float>>();
        return at::tensor(values);
    }
    std::vector<at::Tensor> parts;
    for (const auto& row : rows) parts.push_back(toTensor(row));
    return at::stack(parts);
}

// A reference that holds the first 16 and last 4 values, the sum, length and largest value of a tensor.
inline void expectSummary(const at::Tensor& actual, const nlohmann::json& expected, double tolerance,
                          const std::string& what) {
    const auto values = actual.detach().to(at::kFloat).contiguous().flatten();
    if (expected.contains("shape_flat")) {
        ASSERT_EQ(values.numel(), expected["shape_flat"].get<std::int64_t>()) << what;
    }
    const double size = std::max(1.0, expected.value("abs_max", 1.0));  // relative where the values are large
    const auto compare = [&](const nlohmann::json& wanted, std::int64_t offset) {
        for (std::size_t i = 0; i < wanted.size(); ++i)
            EXPECT_NEAR(values[offset + static_cast<std::int64_t>(i)].item<double>(), wanted[i].get<double>(),
                        tolerance * size)
                << what << " value " << i;
    };
    compare(expected["first16"], 0);
    compare(expected["last4"], values.numel() - 4);
    const auto exact = values.to(at::kDouble);
    const double count = std::sqrt(static_cast<double>(values.numel()));
    EXPECT_NEAR(exact.sum().item<double>(), expected["sum"].get<double>(), 4 * tolerance * size * count)
        << what;
    if (expected.contains("l2")) {
        EXPECT_NEAR(exact.norm().item<double>(), expected["l2"].get<double>(), 2 * tolerance * size * count)
            << what;
    }
}

// Largest difference, relative to the largest expected value when that is above 1.
inline double difference(const at::Tensor& actual, const nlohmann::json& expected) {
    const auto wanted = toTensor(expected);
    const double size = std::max(1.0, wanted.abs().max().item<double>());
    return (actual.detach().to(at::kFloat) - wanted).abs().max().item<double>() / size;
}

}  // namespace adapnet::nn::test
