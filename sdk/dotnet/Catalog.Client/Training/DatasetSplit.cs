namespace Catalog.Client;

/// <summary>One part of a training set that was divided. Reading a part that it has not is refused; the message lists those that it has.</summary>
public sealed class DatasetSplit : DatasetReader
{
    private readonly DatasetReader _owner;

    internal DatasetSplit(DatasetReader owner, string split)
        : base(owner.Transport, owner.Name, split)
    {
        ArgumentException.ThrowIfNullOrEmpty(split);
        _owner = owner;
        Split = split;
    }

    /// <summary>Name of the part.</summary>
    public string Split { get; }

    internal override Task<DatasetRecord> CompleteAsync(CancellationToken cancellationToken) => _owner.CompleteAsync(cancellationToken);
}
