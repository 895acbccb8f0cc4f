namespace Lineage.Model;

/// <summary>Some events.</summary>
/// <param name="Events">Events in the order of their arrival.</param>
/// <param name="NextSequence">Give it as <see cref="EventFilter.AfterSequence"/> to go on; null on the last page.</param>
public sealed record EventPage(IReadOnlyList<StoredEvent> Events, long? NextSequence);
