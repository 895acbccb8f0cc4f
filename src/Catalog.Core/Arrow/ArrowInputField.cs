using Catalog.Core.Values;

namespace Catalog.Core.Arrow;

/// <summary>A column of an Arrow stream that is read.</summary>
/// <param name="Name">Its name; need not be the only one of its kind.</param>
/// <param name="Type">What its values are read as.</param>
/// <param name="IsTime">Whether it holds timestamps or dates.</param>
public sealed record ArrowInputField(string Name, DataType Type, bool IsTime);
