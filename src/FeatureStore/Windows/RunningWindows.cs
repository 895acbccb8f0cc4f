using Catalog.Core.Values;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Windows;

/// <summary>
/// Windows of one hop over an aggregate that can take events away again. All read the same tiles; each keeps the state of those that it covered when it was last asked, adds what has come
/// since and takes away what has left, or starts anew where that is less. What comes and goes between two questions costs nothing but its place in a tile. Memory is at most twice
/// the tiles of the longest window; a tile of one event is that event.
/// </summary>
internal sealed class RunningWindows : SlidingWindows
{
    private readonly Window[] _windows;
    private readonly WindowShape _longest;
    private readonly Func<ReversibleState> _create;
    private readonly Stack<ReversibleState> _free = new();
    private Tile[] _tiles = new Tile[8];
    private int _count;

    internal RunningWindows(IReadOnlyList<(WindowShape Shape, int Place)> windows, Func<ReversibleState> create)
    {
        _create = create;
        _windows = [.. windows.Select(window => new Window { Shape = window.Shape, Place = window.Place, State = create() })];
        _longest = windows.MaxBy(static window => window.Shape.Window).Shape;
    }

    /// <summary>Tiles that have room, which is what it takes of memory.</summary>
    internal int Capacity => _tiles.Length;

    internal override void Clear()
    {
        for (var i = 0; i < _count; i++)
        {
            Release(ref _tiles[i]);
        }

        _count = 0;
        foreach (ref var window in _windows.AsSpan())
        {
            window.State.Reset();
            (window.From, window.To) = (0, 0);
        }
    }

    internal override long Hop => _longest.Hop;

    internal override void Add(in WindowEvent item, long tile)
    {
        if (_count == _tiles.Length)
        {
            MakeRoom(_longest.FirstTileAt(item.Time));
        }

        if (_count == 0 || tile > _tiles[_count - 1].Index)
        {
            _tiles[_count++].Start(tile, in item);
        }
        else
        {
            AddToEarlier(tile, in item);
        }
    }

    internal override void Read(long time, Span<Value> values)
    {
        foreach (ref var window in _windows.AsSpan())
        {
            Advance(ref window, time);
            values[window.Place] = window.State.Finish();
        }
    }

    private void Advance(ref Window window, long time)
    {
        var first = window.Shape.FirstTileAt(time);
        var from = window.From;
        while (from < _count && _tiles[from].Index < first)
        {
            from++;
        }

        if (from - window.From > window.To - from)
        {
            // Less stays than leaves.
            window.State.Reset();
            window.To = from;
        }
        else
        {
            for (var i = window.From; i < from; i++)
            {
                _tiles[i].RemoveFrom(window.State);
            }
        }

        for (var i = window.To; i < _count; i++)
        {
            _tiles[i].AddTo(window.State);
        }

        (window.From, window.To) = (from, _count);
    }

    // The event falls into a tile that is there, or between two of them.
    private void AddToEarlier(long index, in WindowEvent item)
    {
        var place = _count;
        while (place > 0 && _tiles[place - 1].Index >= index)
        {
            place--;
        }

        // Not after the last tile, so there is one at the place.
        var isNew = _tiles[place].Index != index;
        if (isNew)
        {
            Array.Copy(_tiles, place, _tiles, place + 1, _count - place);
            _count++;
            _tiles[place] = default;
            _tiles[place].Start(index, in item);
        }
        else
        {
            _tiles[place].Join(in item, Take);
        }

        foreach (ref var window in _windows.AsSpan())
        {
            if (place >= window.From && place < window.To)
            {
                window.State.Add(in item);
            }

            window.From += isNew && place < window.From ? 1 : 0;
            window.To += isNew && place < window.To ? 1 : 0;
        }
    }

    // No window reaches back before the first tile of the longest one at an event's time, since no question lies before it.
    private void MakeRoom(long first)
    {
        var gone = 0;
        while (gone < _count && _tiles[gone].Index < first)
        {
            gone++;
        }

        foreach (ref var window in _windows.AsSpan())
        {
            for (var i = window.From; i < Math.Min(gone, window.To); i++)
            {
                _tiles[i].RemoveFrom(window.State);
            }

            (window.From, window.To) = (Math.Max(0, window.From - gone), Math.Max(0, window.To - gone));
        }

        for (var i = 0; i < gone; i++)
        {
            Release(ref _tiles[i]);
        }

        _count -= gone;
        var target = _count > _tiles.Length / 2 ? new Tile[_tiles.Length * 2] : _tiles;
        Array.Copy(_tiles, gone, target, 0, _count);
        Array.Clear(target, _count, target.Length - _count);
        _tiles = target;
    }

    private ReversibleState Take() => _free.TryPop(out var state) ? state : _create();

    private void Release(ref Tile tile)
    {
        if (tile.Many is { } state)
        {
            state.Reset();
            _free.Push(state);
            tile.Many = null;
        }
    }

    /// <summary>One window: the state of tiles [From, To).</summary>
    private struct Window
    {
        internal required WindowShape Shape { get; init; }

        internal required int Place { get; init; }

        internal required ReversibleState State { get; init; }

        internal int From { get; set; }

        internal int To { get; set; }
    }

    /// <summary>The events of one hop: the only one as it is, several as a state.</summary>
    private struct Tile
    {
        private WindowEvent _only;

        internal long Index { get; private set; }

        internal ReversibleState? Many { get; set; }

        internal void Start(long index, in WindowEvent item) => (Index, _only) = (index, item);

        internal void Join(in WindowEvent item, Func<ReversibleState> take)
        {
            if (Many is null)
            {
                Many = take();
                Many.Add(in _only);
            }

            Many.Add(in item);
        }

        internal readonly void AddTo(ReversibleState state)
        {
            if (Many is null)
            {
                state.Add(in _only);
            }
            else
            {
                state.Merge(Many);
            }
        }

        internal readonly void RemoveFrom(ReversibleState state)
        {
            if (Many is null)
            {
                state.Remove(in _only);
            }
            else
            {
                state.Remove(Many);
            }
        }
    }
}
