namespace Lineage.Model;

/// <summary>Names a dataset.</summary>
/// <param name="Namespace">Where it lives, for example <c>kafka://broker:9092</c>; may hold colons.</param>
/// <param name="Name">Unique within the namespace; may hold colons.</param>
public readonly record struct DatasetId(string Namespace, string Name)
{
    /// <summary>Key of the dataset's node.</summary>
    public NodeKey Key => NodeKey.Of(this);

    /// <summary>The node id that Marquez uses: <c>dataset:{namespace}:{name}</c>.</summary>
    public override string ToString() => $"dataset:{Namespace}:{Name}";
}
