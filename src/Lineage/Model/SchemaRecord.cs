namespace Lineage.Model;

/// <summary>
/// One schema that a dataset has had. Schemas are told apart by content: the set of (path, type) of all columns; order and descriptions
/// do not count. A run that changes nothing adds nothing.
/// </summary>
/// <param name="Dataset">The dataset, under the name that the event gave.</param>
/// <param name="Content">Key of the content.</param>
/// <param name="Seen">When events carried this schema.</param>
/// <param name="Stamp">Stamp of the latest event that carried it.</param>
/// <param name="Fields">The columns as that event wrote them: the JSON array <c>fields</c> of the schema facet.</param>
public sealed record SchemaRecord(DatasetId Dataset, Guid Content, SeenSpan Seen, Stamp Stamp, string Fields) : IMergeable<SchemaRecord>
{
    /// <inheritdoc />
    public Guid Key => NodeKey.Derive("schema", Dataset.Namespace, Dataset.Name, Content.ToString("N"));

    /// <inheritdoc />
    public SchemaRecord Merge(SchemaRecord other)
    {
        var later = Stamp < other.Stamp ? other : this;
        return later with { Seen = Seen.Merge(other.Seen) };
    }
}
