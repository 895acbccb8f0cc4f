namespace Lineage.Model;

/// <summary>Names a job.</summary>
/// <param name="Namespace">The scheduler or team that the job belongs to; may hold colons.</param>
/// <param name="Name">Unique within the namespace; may hold colons.</param>
public readonly record struct JobId(string Namespace, string Name)
{
    /// <summary>Key of the job's node.</summary>
    public NodeKey Key => NodeKey.Of(this);

    /// <summary>The node id that Marquez uses: <c>job:{namespace}:{name}</c>.</summary>
    public override string ToString() => $"job:{Namespace}:{Name}";
}
