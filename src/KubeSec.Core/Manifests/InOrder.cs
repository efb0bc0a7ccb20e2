namespace KubeSec.Manifests;

/// <summary>Maps on other threads and gives the answers in the order of the questions.</summary>
internal static class InOrder
{
    /// <param name="source">Walked on the caller's thread, at most a few items ahead of what the caller has taken.</param>
    /// <param name="map">Asked on any thread; on the caller's where there is but one item, since starting others takes longer.</param>
    public static IEnumerable<TResult> Map<T, TResult>(IEnumerable<T> source, Func<T, TResult> map)
    {
        int ahead = 2 * Environment.ProcessorCount;
        var running = new Queue<Task<TResult>>();
        using IEnumerator<T> items = source.GetEnumerator();
        bool more = items.MoveNext();
        while (more)
        {
            T item = items.Current;
            more = items.MoveNext();
            if (!more && running.Count == 0)
            {
                yield return map(item);
                yield break;
            }

            running.Enqueue(Task.Run(() => map(item)));
            if (running.Count > ahead)
            {
                yield return running.Dequeue().GetAwaiter().GetResult();
            }
        }

        while (running.TryDequeue(out Task<TResult>? next))
        {
            yield return next.GetAwaiter().GetResult();
        }
    }
}
