using System.Text.Json.Nodes;
using Catalog.Core.Values;

namespace Catalog.Web.Http;

/// <summary>Writes values as JSON. Times are RFC 3339 in UTC, bytes base64, numbers that JSON does not know their names as text.</summary>
internal static class JsonValues
{
    internal static JsonNode? ToNode(Value value) => value switch
    {
        { IsNull: true } => null,
        { Type.IsList: true } => new JsonArray([.. value.AsList().Select(ToNode)]),
        { Type.Element: ScalarType.Bool } => JsonValue.Create(value.AsBool()),
        { Type.Element: ScalarType.Int32 or ScalarType.Int64 } => JsonValue.Create(value.AsInt64()),
        { Type.Element: ScalarType.Float } when float.IsFinite(value.AsFloat()) => JsonValue.Create(value.AsFloat()),
        { Type.Element: ScalarType.Double } when double.IsFinite(value.AsDouble()) => JsonValue.Create(value.AsDouble()),
        _ => JsonValue.Create(value.ToString()),
    };
}
