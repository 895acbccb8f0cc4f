using System.Text.Json;
using System.Text.Json.Serialization;

namespace FeatureStore.Model;

/// <summary>A word of a list as <c>camelCase</c>.</summary>
internal sealed class CamelCaseEnumJson<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
