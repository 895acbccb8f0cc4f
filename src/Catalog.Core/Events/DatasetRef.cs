using Catalog.Core.Values;

namespace Catalog.Core.Events;

/// <summary>Names a dataset the OpenLineage way, with its columns where they are known.</summary>
/// <param name="Namespace">For example <c>file</c>, or <c>catalog</c> for the product's own sources, views and services.</param>
/// <param name="Name">Unique within the namespace, for example <c>source/loyalty-transactions</c> or <c>view/customer_profile</c>.</param>
public sealed record DatasetRef(string Namespace, string Name)
{
    /// <summary>Namespace of the product's own datasets.</summary>
    public const string Own = "catalog";

    /// <summary>Columns with their types, in order; empty when unknown.</summary>
    public IReadOnlyList<DatasetField> Fields { get; init; } = [];

    /// <summary>For an output: which input columns each column came from; empty when unknown.</summary>
    public IReadOnlyList<ColumnOrigin> Origins { get; init; } = [];

    /// <summary>Rows read or written in this run; null when unknown.</summary>
    public long? RowCount { get; init; }

    /// <summary>Bytes read or written in this run; null when unknown.</summary>
    public long? ByteCount { get; init; }

    /// <summary>The dataset of a source.</summary>
    public static DatasetRef Source(string name) => new(Own, "source/" + name);

    /// <summary>The dataset of a feature view.</summary>
    public static DatasetRef View(string name) => new(Own, "view/" + name);

    /// <summary>The dataset of an on-demand feature view.</summary>
    public static DatasetRef OnDemandView(string name) => new(Own, "on-demand-view/" + name);

    /// <summary>The dataset of a feature service.</summary>
    public static DatasetRef Service(string name) => new(Own, "service/" + name);

    /// <summary>The dataset of a data product: everything behind its output ports.</summary>
    public static DatasetRef Product(string name) => new(Own, "product/" + name);

    /// <summary>The refused events of a source.</summary>
    public static DatasetRef Quarantine(string source) => new(Own, "quarantine/" + source);

    /// <summary>The dataset of a training set.</summary>
    public static DatasetRef TrainingSet(string name) => new(Own, "training-set/" + name);
}

/// <summary>One column of a dataset.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type.</param>
public sealed record DatasetField(string Name, DataType Type);

/// <summary>One edge of column lineage.</summary>
/// <param name="Column">Column of the output.</param>
/// <param name="Input">Dataset that it was read from.</param>
/// <param name="InputColumn">Column of that dataset.</param>
/// <param name="Indirect">True when the column only filtered, joined or ordered.</param>
public sealed record ColumnOrigin(string Column, DatasetRef Input, string InputColumn, bool Indirect = false)
{
    /// <summary>Subtype of a direct edge whose values are aggregated.</summary>
    public const string Aggregation = "AGGREGATION";

    /// <summary>Subtype of a direct edge whose values are computed with.</summary>
    public const string Transformation = "TRANSFORMATION";

    /// <summary>Subtype of an indirect edge that decides which rows count.</summary>
    public const string Filter = "FILTER";

    /// <summary>What happens to the values, in OpenLineage's words; null when not stated.</summary>
    public string? Subtype { get; init; }
}
