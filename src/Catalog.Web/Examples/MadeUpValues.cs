using Catalog.Core.Values;

namespace Catalog.Web.Examples;

/// <summary>Values for examples where nothing real is known.</summary>
internal static class MadeUpValues
{
    /// <summary>A value of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="now">The value of a timestamp.</param>
    internal static Value Of(DataType type, Instant now) => type switch
    {
        { IsList: true } => Value.OfList(type.Element, []),
        { Element: ScalarType.Bool } => Value.Of(true),
        { Element: ScalarType.Int32 } => Value.Of(1),
        { Element: ScalarType.Int64 } => Value.Of(1L),
        { Element: ScalarType.Float } => Value.Of(1f),
        { Element: ScalarType.Double } => Value.Of(1d),
        { Element: ScalarType.Timestamp } => Value.Of(now),
        { Element: ScalarType.Bytes } => Value.Of(Array.Empty<byte>()),
        _ => Value.Of("text"),
    };
}
