export interface paths {
    "/api/packets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List packets: in flight first, then most recently ended, or as `sort` says
         * @description A packet is listed as soon as it is accepted. A packet that ends while you page through the list may move to another page.
         */
        get: operations["listPackets"];
        put?: never;
        /**
         * Submit a packet
         * @description Answers once the packet is stored; its workflow begins a moment later, and `runId` is null until then. After a 503 the outcome is unknown: repeat the request with the same Idempotency-Key or the same id.
         */
        post: operations["submitPacket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All packets that match, as CSV
         * @description Streamed, whatever the size. Each packet appears once, as it was when its part was read. If something fails on the way, the answer breaks off.
         */
        get: operations["downloadPackets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets.ndjson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All packets that match, as lines of JSON
         * @description Streamed, whatever the size. Each packet appears once, as it was when its part was read. If something fails on the way, the answer breaks off.
         */
        get: operations["downloadPacketLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A packet, its attempts and why it ended as it did
         * @description Works while no worker runs. Contents are not in it.
         */
        get: operations["getPacket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/contents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The contents of a packet */
        get: operations["getContents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Raw Temporal events, oldest first
         * @description Of the workflow that delivers it; that may deliver other packets too. Decoded, with contents, tokens and secrets removed. Empty if no workflow has begun, or if Temporal no longer keeps its history.
         */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every genuine receipt for the packet, with its evidence */
        get: operations["listPacketReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a packet
         * @description A receipt "delivered" that arrives later wins, and the packet counts as delivered.
         */
        post: operations["cancelPacket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a scheduled packet another time */
        post: operations["reschedulePacket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/send-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a scheduled packet now, also in quiet hours */
        post: operations["sendPacketNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/send-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a packet again, as a new packet
         * @description Fields left out keep their values; null removes a value. `deliverAt` and `expiresAt` are not copied. A packet with an ordering key goes to the end of its queue. Each names the other: `repeats` and `repeatedBy`.
         */
        post: operations["sendPacketAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a time in words is understood
         * @description A time that is past, more than a year ahead, or skipped or repeated by a time change is refused, with examples.
         */
        get: operations["readTime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase the contents of an ended packet
         * @description Addresses, attempts and receipts stay. Repeating the request returns the same answer.
         */
        post: operations["eraseContents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/packets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow one packet
         * @description Events: `packet` (the whole packet; at once, then on every change), `health` (whether Temporal and workers are up), `end` (nothing more will come). A comment at least every 15 s. A slow reader gets the newest state only.
         */
        get: operations["watchPacket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/packets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the first page of a list
         * @description Events: `list` (ids in order, and the rows that this stream has not sent as they are now), `counts` (packets in each status), `attention` (packets that wait, settle or were delivered twice), `health`, and `batch` (the batch) where `batch` is given.
         */
        get: operations["watchPackets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/fail-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fail over now: the attempt under way is not waited for any longer
         * @description The next provider is looked up at once. The previous provider may still deliver the packet; that then counts. Until then the attempt does not count against it in the scoreboard.
         */
        post: operations["failOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the attempt under way more time
         * @description Its deadline moves. The deadline that its provider got with the hand-over does not change.
         */
        post: operations["extendAttempt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Skip a provider for the rest of this packet
         * @description Also before its delivery has begun.
         */
        post: operations["skipProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/prefer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prefer a provider: it is tried next, if it may be
         * @description Also before its delivery has begun. If it is drained or its breaker is open when the next provider is looked up, the choice is made as usual.
         */
        post: operations["preferProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm by hand that a provider delivered it
         * @description Counts as a receipt: for the attempt under way, for an earlier one, and for one of a packet that has ended undelivered. A receipt of the provider that says otherwise later is a contradiction.
         */
        post: operations["confirmByHand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/actions/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record by hand that a provider did not deliver it
         * @description Counts as a receipt: the attempt under way fails over at once, an earlier one no longer counts as a delivery risk. A receipt of the provider that says "delivered" later wins.
         */
        post: operations["refuseByHand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything in flight, and what has just ended
         * @description The 5000 packets in flight that were submitted first, and of those that ended in the last 10 s the last 1000. At most about a second old.
         */
        get: operations["getBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the board
         * @description Events: `board` (a `BoardChange`: all of it at first, then what changed, a few times a second) and `health`. A reader that is too slow for the changes gets all of it again.
         */
        get: operations["watchBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List batches, newest first */
        get: operations["listBatches"];
        put?: never;
        /**
         * Upload a file whose rows are packets
         * @description Answers once every row is stored; then its packets are sent. If the upload breaks off or a line cannot be read, the rows before it are kept; upload the same file, or a corrected one, under the same id to continue. No row is sent twice: a row without an id has the id `<batch>-<line>`.
         */
        post: operations["uploadBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batch-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview the first rows of a file
         * @description Nothing is stored. Takes the first 512 KiB of a file at most.
         */
        post: operations["previewBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A batch, and how far its packets have come
         * @description The packets themselves are listed by `GET /api/packets?batch=`.
         */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows at fault, and why */
        get: operations["listRowFaults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/faults.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as CSV */
        get: operations["downloadRowFaults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/results.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of its packets, as CSV */
        get: operations["downloadResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/actions/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a batch: none of its packets begins until it is resumed
         * @description Those in flight go on.
         */
        post: operations["pauseBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/actions/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a paused batch */
        post: operations["resumeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/actions/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel what has not begun
         * @description Packets in flight go on to their ends. A batch that is being uploaded is stopped as well.
         */
        post: operations["stopBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/actions/repeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send undelivered packets again, as a new batch
         * @description Packets that ended as `NO_ROUTE`, `EXHAUSTED` or `FAILED`. A silent provider may still have delivered one of them. If the request breaks off, repeat it with the same id to continue.
         */
        post: operations["repeatBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-action-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview: how many packets an action would act on, and some of them
         * @description Nothing is done.
         */
        post: operations["previewBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bulk actions, newest first */
        get: operations["listBulkActions"];
        put?: never;
        /**
         * Do one action with many packets
         * @description Its packets are those that the action applies to at that moment, at most 20,000; they are fixed from then on. They get their turns one after the other, at its rate, and each gets a result.
         */
        post: operations["beginBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A bulk action, and how far it has come */
        get: operations["getBulkAction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Its packets, and what became of each */
        get: operations["listBulkItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions/{id}/results.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as CSV */
        get: operations["downloadBulkResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions/{id}/actions/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause a bulk action: no packet gets its turn until it is resumed */
        post: operations["pauseBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions/{id}/actions/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a paused bulk action */
        post: operations["resumeBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions/{id}/actions/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a bulk action: packets that have had no turn stay as they are
         * @description What was done stays done. Requests already sent to workflows still take effect.
         */
        post: operations["stopBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions/{id}/actions/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the packets that failed another turn */
        post: operations["retryBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/bulk-actions/{id}/actions/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a bulk action: cancel what it sent again
         * @description Only for `send-again`, once it is over, and one undo at a time: a new bulk action cancels those of its new packets that have not ended. A cancellation cannot be undone.
         */
        post: operations["undoBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Queues in which packets wait, or that are held
         * @description Those that are held come first, then those whose first packet waits the longest. If more than 10,000 queues have packets, only those with the first keys are searched.
         */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The queue of one ordering key */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{key}/actions/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold a queue: none of its packets begins
         * @description The packet under way goes on. If it is held already, the first reason is kept.
         */
        post: operations["holdQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{key}/actions/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release a queue, whatever held it */
        post: operations["releaseQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues/{key}/actions/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel the packets that wait in it
         * @description The packet under way goes on. To cancel a single packet, use its own address.
         */
        post: operations["dropQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved filters of the list of packets, each with its count */
        get: operations["listViews"];
        put?: never;
        /** Save a filter for all operators */
        post: operations["createView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views/{id}/actions/save": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a view another name, another filter or another alert
         * @description If two operators change a view at the same time, the later change wins.
         */
        post: operations["saveView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views/{id}/actions/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a view
         * @description No packet is touched.
         */
        post: operations["deleteView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recurring submissions, with their next and last runs */
        get: operations["listRecurrences"];
        put?: never;
        /**
         * Submit a packet again and again
         * @description By a cron expression and a time zone, or at an interval. Each run is a packet of its own, with the id `<recurrence>-<time>`. Runs missed during an outage are made up for up to an hour back.
         */
        post: operations["createRecurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recurrences/{id}/actions/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change what is submitted, and when */
        post: operations["editRecurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recurrences/{id}/actions/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause: submit nothing until it is resumed */
        post: operations["pauseRecurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recurrences/{id}/actions/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a recurring submission */
        post: operations["resumeRecurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recurrences/{id}/actions/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit one extra packet now */
        post: operations["runRecurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recurrences/{id}/actions/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a recurring submission
         * @description Packets that it has submitted stay.
         */
        post: operations["deleteRecurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Providers in routing order, with their scores */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/scoreboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The results of each provider over a window, and what other time-outs would have meant
         * @description Counted from packets that have ended within the window. A late receipt corrects what its packet counted as.
         */
        get: operations["getScoreboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a packet to this destination would go now, and why
         * @description A dry run: nothing is sent. It uses the built-in rules; a routing service (`ROUTING_URL`) may choose another of the providers that are free.
         */
        get: operations["planRoute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/{name}/actions/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a provider no new packets
         * @description Those it has finish.
         */
        post: operations["drainProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/{name}/actions/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a provider packets again */
        post: operations["resumeProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/{name}/actions/set-timeout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the receipt time-out of a provider */
        post: operations["setProviderTimeout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/{name}/actions/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a test packet to a provider
         * @description Its receipt closes an open breaker. While a probe is under way, no other is started.
         */
        post: operations["probeProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/actions/reorder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the routing order */
        post: operations["reorderProviders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/actions/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand over no packet until sending is resumed
         * @description Packets are accepted and wait. What was handed over before finishes.
         */
        post: operations["pauseSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/actions/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again, gradually
         * @description From 10 % of the waiting and new packets to all of them.
         */
        post: operations["resumeSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers/actions/set-routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose providers in order or by measured quality */
        post: operations["setRouting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packets/{id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The notifications of a packet, their receivers, and every try */
        get: operations["listPacketNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/{id}/actions/send-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a notification again
         * @description For a notification that was delivered or given up: it is sent within a second under the same `webhook-id`, and retried for 24 hours.
         */
        post: operations["sendNotificationAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Subscriptions, and the hosts of addresses that came with packets */
        get: operations["listReceivers"];
        put?: never;
        /**
         * Subscribe to endings of packets, or to alerts of views
         * @description From now on the address is notified when packets end, or when views begin to alert. Each subscription has its own secret, which only this answer contains. At most 500 subscriptions.
         */
        post: operations["subscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receivers/{id}/actions/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a receiver again
         * @description The notifications that waited are sent in order, and retried for 24 hours.
         */
        post: operations["enableReceiver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receivers/{id}/actions/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a receiver
         * @description Its notifications wait until it is enabled.
         */
        post: operations["disableReceiver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receivers/{id}/actions/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a subscription
         * @description Notifications that still wait for it are given up. A host is refused with 404: hosts are removed automatically.
         */
        post: operations["deleteReceiver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What operators did, newest first
         * @description Every request by which an operator changes something is recorded before it is carried out; its result is added afterwards. Submissions of packets and receipts are not in it, nor are requests that could not be read.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as CSV */
        get: operations["downloadAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit.ndjson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as lines of JSON */
        get: operations["downloadAuditLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This process answers */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ready: packets submitted now would be processed */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every part, its state, and the problems to fix
         * @description Always answers: a part that does not answer is reported as down or unknown, with the reason.
         */
        get: operations["getHealthReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of packets over a window, and what needs an operator now
         * @description Counted at most once a second, however many clients ask.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What needs an operator now
         * @description The findings of the overview, without its counts.
         */
        get: operations["getFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/self-tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last self-tests, newest first
         * @description The state of running self-tests is at most about a second old. While Temporal is down, the stored results are returned.
         */
        get: operations["listSelfTests"];
        put?: never;
        /**
         * Runs a self-test: from here through Temporal and a worker to the greeting service and back
         * @description Answers as soon as Temporal has it; follow it by `GET /api/self-tests`. If one started on demand is under way, it is returned instead. One that Temporal does not accept counts as failed and is returned like any other.
         */
        post: operations["runSelfTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/broker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The consumers of a message broker, and how far they have come */
        get: operations["getBroker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Packets in each status, and those that need attention
         * @description The same as the events `counts` and `attention` of a list stream, at most a few seconds old.
         */
        get: operations["countPackets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Receipts that no packet took
         * @description Genuine ones are kept for as long as packets are, newest first. Refused ones are counted by the web process that answers, since its start; the last few are listed.
         */
        get: operations["listReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/transmit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A carrier says whether it delivered a packet
         * @description Signed by Standard Webhooks headers with the receipt secret of the provider that was handed the packet. Checks in this order: 413, 415, 400, 404, 401. A receipt that was taken before, comes late, or belongs to a packet that no longer waits for one is answered with 200 as well, and `result` says so. Sending the same body under the same `webhook-id` again changes nothing; another body under the same `webhook-id` is refused with 409. After a 503, send it again.
         */
        post: operations["sendReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    handOver: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hands a packet to a carrier
         * @description Sent to the address in `providers.json`, signed by Standard Webhooks headers. `webhook-id` is the same when a hand-over is sent again, so that the carrier can drop the copy.
         */
        post: operations["handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    recall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks a silent carrier to stop a packet
         * @description Sent to the address in `providers.json` with `/recall` behind its path, only to carriers that offer it, signed as a hand-over is. `packetId` and `attempt` name the packet; the text of `token` may differ.
         */
        post: operations["recall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    packetEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports how a packet ended
         * @description `packet.delivered`: a provider confirmed it, perhaps after `packet.failed`. `packet.failed`: it ended in any other way, see `status` and `reasonCode`. `packet.doubled`: a second provider confirmed it. Signed by the three headers of Standard Webhooks. `webhook-id` is the same at each try. For one packet, the next notification is sent only when the previous one was delivered or given up.
         */
        post: operations["packetEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    batchEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports that a batch has ended
         * @description Signed by the three headers of Standard Webhooks. `webhook-id` is the same at each try. For one packet, the next notification is sent only when the previous one was delivered or given up.
         */
        post: operations["batchEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    viewEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports that a view has reached its number of packets
         * @description For subscriptions to `alerts`. Signed by the three headers of Standard Webhooks. `webhook-id` is the same at each try. For one packet, the next notification is sent only when the previous one was delivered or given up.
         */
        post: operations["viewEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @example {
         *       "source": "+017771110000",
         *       "destination": "+016660002222",
         *       "text": "Hello"
         *     }
         */
        Submission: {
            /**
             * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
             * @example +017771110000
             */
            source: string;
            /**
             * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
             * @example +017771110000
             */
            destination: string;
            /**
             * @description Base64, at most 256 KiB decoded.
             * @example SGVsbG8=
             */
            contents?: string;
            /**
             * @description Plain text, at most 256 KiB in UTF-8.
             * @example Hello
             */
            text?: string;
            /**
             * @description Unique while its workflow is retained.
             * @example order-4711
             */
            id?: string;
            /** @description Providers tried at most. Default: 4. */
            maxAttempts?: number;
            /** @description Milliseconds a provider has for its receipt. Default: that of the provider, or 10,000. */
            receiptTimeoutMs?: number;
            /**
             * @description Its delivery begins then: a time such as 2030-01-31T12:00:00+01:00, or in English words by the clock of `timeZone`. Within a year; a clock hour that a time change skips or repeats is refused. `GET /api/times` shows how it is understood.
             * @example tomorrow at 9:30
             */
            deliverAt?: string;
            /**
             * @description For `deliverAt` in words. Default: UTC.
             * @example Europe/Berlin
             */
            timeZone?: string;
            /**
             * Format: date-time
             * @description In the future, at most 30 days ahead. From then on no further provider is tried; an attempt under way keeps its deadline.
             * @example 2030-01-31T12:00:00Z
             */
            expiresAt?: string;
            /**
             * Format: uri
             * @description An http or https address. Private and link-local addresses and those of metadata services are refused, unless NOTIFY_ALLOW_PRIVATE allows them.
             * @example https://example.com/hooks/waybill
             */
            notifyUrl?: string;
            /**
             * @description Packets with the same key are delivered one after the other, in the order in which they were accepted: the next one begins when the one before has ended.
             * @example customer-4711
             */
            orderingKey?: string;
            /** @description If this packet ends undelivered, the packets behind it wait until an operator releases the queue. By default they go on. */
            holdOnFailure?: boolean;
            /** @description When packets wait for workers, 1 goes first and 5 last. Default: 3. */
            priority?: number;
            /**
             * @description When packets of one priority wait for workers, each key gets an equal share, however many packets it has. Default: the source.
             * @example newsletter
             */
            fairnessKey?: string;
        };
        OperatorReason: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
        };
        OperatorNote: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason?: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
        };
        SendingAgain: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /** @description Where the first may have been delivered, or may still be, it is refused without this. */
            evenIfDelivered?: boolean;
            /**
             * @description Of the new packet; made up unless given.
             * @example order-4711
             */
            id?: string;
            /**
             * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
             * @example +017771110000
             */
            source?: string;
            /**
             * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
             * @example +017771110000
             */
            destination?: string;
            /**
             * @description Base64, at most 256 KiB decoded.
             * @example SGVsbG8=
             */
            contents?: string;
            /**
             * @description Plain text, at most 256 KiB in UTF-8.
             * @example Hello
             */
            text?: string;
            maxAttempts?: number;
            receiptTimeoutMs?: number | null;
            deliverAt?: string;
            /** @example Europe/Berlin */
            timeZone?: string;
            /** Format: date-time */
            expiresAt?: string;
            notifyUrl?: string | null;
            orderingKey?: string | null;
            /** @description If this packet ends undelivered, the packets behind it wait until an operator releases the queue. By default they go on. */
            holdOnFailure?: boolean;
            /** @description When packets wait for workers, 1 goes first and 5 last. Default: 3. */
            priority?: number;
            fairnessKey?: string | null;
        };
        ActOnAttempt: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /** @description The attempt that it is about, so that it does not take effect on another one. */
            attempt: number;
        };
        ExtendAttempt: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /** @description The attempt that it is about, so that it does not take effect on another one. */
            attempt: number;
            /** @description Milliseconds, from 1,000 to 86,400,000, that its deadline moves. */
            byMs: number;
        };
        WishForProvider: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /** @description The latest attempt that the operator has seen; 0 where there was none. */
            attempt: number;
            /** @example RouteA */
            provider: string;
        };
        BulkChoice: {
            /** @enum {string} */
            action: "cancel" | "send-again";
            /** @description Every packet that matches, as `GET /api/packets` would list them. `{}` is every packet. */
            filter?: {
                /**
                 * @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.
                 * @enum {string}
                 */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /**
                 * @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.
                 * @example +017771110000
                 */
                id?: string;
                /**
                 * @description Has it, delivered it or failed to deliver it.
                 * @example RouteA
                 */
                provider?: string;
                /**
                 * @description More than one provider was tried, whatever came of it.
                 * @constant
                 */
                failedOver?: "true";
                /**
                 * @description This provider was tried, and another one after it.
                 * @example RouteA
                 */
                failedOverFrom?: string;
                /**
                 * @description Its source or its destination, as a whole.
                 * @example +017771110000
                 */
                address?: string;
                /**
                 * @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".
                 * @example +017771110000
                 */
                destination?: string;
                /**
                 * @description Likewise.
                 * @example +017771110000
                 */
                source?: string;
                /**
                 * @description Came with this batch.
                 * @example newsletter-2030-01
                 */
                batch?: string;
                orderingKey?: string;
                /** @enum {string} */
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                /** @enum {string} */
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /**
                 * Format: date-time
                 * @description Submitted at or after.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description Submitted before.
                 */
                to?: string;
                /**
                 * Format: date-time
                 * @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.
                 */
                activeFrom?: string;
                /**
                 * Format: date-time
                 * @description Last active before.
                 */
                activeTo?: string;
                /**
                 * @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.
                 * @example 1h
                 */
                within?: string;
                /**
                 * @description Time zone in which the days of `within` begin. Default: UTC.
                 * @example Europe/Berlin
                 */
                zone?: string;
                /**
                 * @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.
                 * @example +017771110000
                 */
                q?: string;
            };
            /** @description These packets, instead of a filter. */
            ids?: string[];
            /** @description For `send-again`: include packets that may have been delivered, or may still be. They may arrive twice. */
            evenIfDelivered?: boolean;
        };
        NewBulkAction: {
            /** @enum {string} */
            action: "cancel" | "send-again";
            /** @description Every packet that matches, as `GET /api/packets` would list them. `{}` is every packet. */
            filter?: {
                /**
                 * @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.
                 * @enum {string}
                 */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /**
                 * @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.
                 * @example +017771110000
                 */
                id?: string;
                /**
                 * @description Has it, delivered it or failed to deliver it.
                 * @example RouteA
                 */
                provider?: string;
                /**
                 * @description More than one provider was tried, whatever came of it.
                 * @constant
                 */
                failedOver?: "true";
                /**
                 * @description This provider was tried, and another one after it.
                 * @example RouteA
                 */
                failedOverFrom?: string;
                /**
                 * @description Its source or its destination, as a whole.
                 * @example +017771110000
                 */
                address?: string;
                /**
                 * @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".
                 * @example +017771110000
                 */
                destination?: string;
                /**
                 * @description Likewise.
                 * @example +017771110000
                 */
                source?: string;
                /**
                 * @description Came with this batch.
                 * @example newsletter-2030-01
                 */
                batch?: string;
                orderingKey?: string;
                /** @enum {string} */
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                /** @enum {string} */
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /**
                 * Format: date-time
                 * @description Submitted at or after.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description Submitted before.
                 */
                to?: string;
                /**
                 * Format: date-time
                 * @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.
                 */
                activeFrom?: string;
                /**
                 * Format: date-time
                 * @description Last active before.
                 */
                activeTo?: string;
                /**
                 * @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.
                 * @example 1h
                 */
                within?: string;
                /**
                 * @description Time zone in which the days of `within` begin. Default: UTC.
                 * @example Europe/Berlin
                 */
                zone?: string;
                /**
                 * @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.
                 * @example +017771110000
                 */
                q?: string;
            };
            /** @description These packets, instead of a filter. */
            ids?: string[];
            /** @description For `send-again`: include packets that may have been delivered, or may still be. They may arrive twice. */
            evenIfDelivered?: boolean;
            /** @description The count of the preview. If the action would now act on more packets, it is refused; packets that have ended since are left out. */
            count: number;
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /**
             * Format: date-time
             * @description Time of the preview: packets submitted later are left out. Default: now.
             */
            asOf?: string;
            /** @description The most packets that get their turns per second. Default: BULK_PER_SECOND. */
            perSecond?: number;
            /**
             * @description Generated by default. Repeating the request with the same id returns the same bulk action.
             * @example cancel-4711
             */
            id?: string;
        };
        NewView: {
            /**
             * @description Unique among all views.
             * @example Late today
             */
            name: string;
            /** @description As in the query of the list. A span in `within` moves along with the time. */
            filter: {
                /**
                 * @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.
                 * @enum {string}
                 */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /**
                 * @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.
                 * @example +017771110000
                 */
                id?: string;
                /**
                 * @description Has it, delivered it or failed to deliver it.
                 * @example RouteA
                 */
                provider?: string;
                /**
                 * @description More than one provider was tried, whatever came of it.
                 * @constant
                 */
                failedOver?: "true";
                /**
                 * @description This provider was tried, and another one after it.
                 * @example RouteA
                 */
                failedOverFrom?: string;
                /**
                 * @description Its source or its destination, as a whole.
                 * @example +017771110000
                 */
                address?: string;
                /**
                 * @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".
                 * @example +017771110000
                 */
                destination?: string;
                /**
                 * @description Likewise.
                 * @example +017771110000
                 */
                source?: string;
                /**
                 * @description Came with this batch.
                 * @example newsletter-2030-01
                 */
                batch?: string;
                orderingKey?: string;
                /** @enum {string} */
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                /** @enum {string} */
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /**
                 * Format: date-time
                 * @description Submitted at or after.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description Submitted before.
                 */
                to?: string;
                /**
                 * Format: date-time
                 * @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.
                 */
                activeFrom?: string;
                /**
                 * Format: date-time
                 * @description Last active before.
                 */
                activeTo?: string;
                /**
                 * @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.
                 * @example 1h
                 */
                within?: string;
                /**
                 * @description Time zone in which the days of `within` begin. Default: UTC.
                 * @example Europe/Berlin
                 */
                zone?: string;
                /**
                 * @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.
                 * @example +017771110000
                 */
                q?: string;
                /**
                 * @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`.
                 * @enum {string}
                 */
                sort?: "active" | "newest" | "oldest" | "due";
            };
            alert?: {
                /**
                 * @description The view alerts when it holds at least this many packets.
                 * @example 100
                 */
                atLeast: number;
            } | null;
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason?: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
        };
        ViewChange: {
            /**
             * @description Unique among all views.
             * @example Late today
             */
            name?: string;
            /** @description As in the query of the list. A span in `within` moves along with the time. */
            filter?: {
                /**
                 * @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.
                 * @enum {string}
                 */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /**
                 * @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.
                 * @example +017771110000
                 */
                id?: string;
                /**
                 * @description Has it, delivered it or failed to deliver it.
                 * @example RouteA
                 */
                provider?: string;
                /**
                 * @description More than one provider was tried, whatever came of it.
                 * @constant
                 */
                failedOver?: "true";
                /**
                 * @description This provider was tried, and another one after it.
                 * @example RouteA
                 */
                failedOverFrom?: string;
                /**
                 * @description Its source or its destination, as a whole.
                 * @example +017771110000
                 */
                address?: string;
                /**
                 * @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".
                 * @example +017771110000
                 */
                destination?: string;
                /**
                 * @description Likewise.
                 * @example +017771110000
                 */
                source?: string;
                /**
                 * @description Came with this batch.
                 * @example newsletter-2030-01
                 */
                batch?: string;
                orderingKey?: string;
                /** @enum {string} */
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                /** @enum {string} */
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /**
                 * Format: date-time
                 * @description Submitted at or after.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description Submitted before.
                 */
                to?: string;
                /**
                 * Format: date-time
                 * @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.
                 */
                activeFrom?: string;
                /**
                 * Format: date-time
                 * @description Last active before.
                 */
                activeTo?: string;
                /**
                 * @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.
                 * @example 1h
                 */
                within?: string;
                /**
                 * @description Time zone in which the days of `within` begin. Default: UTC.
                 * @example Europe/Berlin
                 */
                zone?: string;
                /**
                 * @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.
                 * @example +017771110000
                 */
                q?: string;
                /**
                 * @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`.
                 * @enum {string}
                 */
                sort?: "active" | "newest" | "oldest" | "due";
            };
            /** @description Null turns the alert off. */
            alert?: {
                /**
                 * @description The view alerts when it holds at least this many packets.
                 * @example 100
                 */
                atLeast: number;
            } | null;
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason?: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
        };
        TimeoutChange: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /** @description Milliseconds, from 1,000 to 86,400,000; null gives the configured one back. */
            receiptTimeoutMs: number | null;
        };
        OrderChange: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /** @description Every configured provider, first to last. */
            order: string[];
        };
        ResumeChange: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /** @description How long the share of packets that go grows from 10 % to all. Default: RESUME_OVER_MS. */
            overMs?: number;
        };
        RoutingChange: {
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
            /** @enum {string} */
            routing: "order" | "quality";
        };
        Subscription: {
            /**
             * Format: uri
             * @description An http or https address. Private and link-local addresses and those of metadata services are refused, unless NOTIFY_ALLOW_PRIVATE allows them.
             * @example https://example.com/hooks/waybill
             */
            url: string;
            /**
             * @description `packets`: how packets and batches end. `alerts`: which views alert.
             * @default packets
             * @enum {string}
             */
            topic: "packets" | "alerts";
            /** @description Packets of this source; of every source where it is null or left out. */
            source?: string | null;
            /**
             * @description Why. It is stored without invisible characters, and all operators can see it.
             * @example They announced maintenance until 14:00
             */
            reason?: string;
            /** @description Who does it, as they call themselves. */
            who?: string;
        };
        ReceiptMessage: {
            token: string;
            delivered: boolean;
            /** @description Invisible characters are removed; the first 500 characters are kept. */
            reason?: string | null;
            /** @description Invisible characters are removed; the first 200 characters are kept. */
            providerReference?: string | null;
        };
        HandOver: {
            /**
             * @description Unique while its workflow is retained.
             * @example order-4711
             */
            packetId: string;
            attempt: number;
            /**
             * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
             * @example +017771110000
             */
            source: string;
            /**
             * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
             * @example +017771110000
             */
            destination: string;
            /**
             * @description Base64, at most 256 KiB decoded.
             * @example SGVsbG8=
             */
            contents: string;
            /** Format: uri */
            callbackUrl: string;
            /** @description Opaque; to be sent back with the receipt. */
            token: string;
            /** Format: date-time */
            deadline: string;
        };
        Recall: {
            /**
             * @description Unique while its workflow is retained.
             * @example order-4711
             */
            packetId: string;
            attempt: number;
            /** @description Of the same attempt; its text may differ. */
            token: string;
        };
        PacketEvent: {
            /** @enum {string} */
            type: "packet.delivered" | "packet.failed" | "packet.doubled";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                /** @description As it was then, without its contents. */
                packet: components["schemas"]["Packet"];
            };
        };
        Attempt: {
            number: number;
            provider: string;
            /** @enum {string} */
            outcome: "PENDING" | "ACKNOWLEDGED" | "REFUSED" | "TIMED_OUT" | "REJECTED" | "UNREACHABLE" | "ABANDONED";
            /** Format: date-time */
            transmittedAt: string;
            /** Format: date-time */
            deadline: string;
            endedAt: string | null;
            /** @description Why it ended as it did; null when confirmed. */
            reason: string | null;
            /** @description The same as a code. `NO_RECEIPT`: silent; `RECALLED`: silent, or its answer was lost, and it agreed to stop; `REFUSED`: its receipt said so; `REFUSED_BY_HAND`, `FAILED_OVER`: an operator did; `REJECTED`: it answered 4xx or a redirect; `ERROR_STATUS`: it answered 429 or 5xx; `OVERTAKEN`: another provider confirmed first; `CANCELED`, `EXPIRED`, `FAILED`: the packet did meanwhile; the others say how its connection failed. */
            reasonCode: ("NO_RECEIPT" | "RECALLED" | "REFUSED" | "REFUSED_BY_HAND" | "FAILED_OVER" | "REJECTED" | "ERROR_STATUS" | "LOOK_UP_TIMEOUT" | "LOOK_UP_FAILED" | "HOST_UNKNOWN" | "HOST_WITHOUT_ADDRESS" | "HOST_UNREACHABLE" | "NETWORK_UNREACHABLE" | "NETWORK_UNAVAILABLE" | "CONNECTION_NOT_PERMITTED" | "OUT_OF_CONNECTIONS" | "CONNECT_TIMEOUT" | "CONNECTION_REFUSED" | "CONNECTION_CLOSED" | "NO_CONNECTION" | "CONNECT_FAILED" | "TLS_TIMEOUT" | "TLS_CLOSED" | "TLS_REFUSED" | "TLS_VERSION" | "TLS_NOT_SPOKEN" | "TLS_FAILED" | "CERTIFICATE_EXPIRED" | "CERTIFICATE_NOT_YET_VALID" | "CERTIFICATE_WRONG_HOST" | "CERTIFICATE_SELF_SIGNED" | "CERTIFICATE_ISSUER_UNKNOWN" | "CERTIFICATE_NOT_TRUSTED" | "CERTIFICATE_REQUIRED" | "ANSWER_TIMEOUT" | "CONNECTION_BROKEN" | "HEADERS_TOO_LONG" | "HTTP_INVALID" | "REQUEST_FAILED" | "NOT_CONFIGURED" | "HAND_OVER_FAILED" | "OVERTAKEN" | "CANCELED" | "EXPIRED" | "FAILED") | null;
            handOver: {
                /**
                 * @description `WITHDRAWN`: taken back before anything was sent, so the provider cannot have it.
                 * @enum {string}
                 */
                state: "SENDING" | "ACCEPTED" | "FAILED" | "WITHDRAWN";
                status: number | null;
                latencyMs: number | null;
            };
            receipt: {
                /** Format: date-time */
                receivedAt: string;
                delivered: boolean;
                reason: string | null;
                /** @description The provider's own name for it, perhaps cut. */
                providerReference: string | null;
                /** @description An operator gave it in the place of the provider. */
                byHand: boolean;
            } | null;
            late: boolean;
            /** @description False while the provider may still deliver it. */
            settled: boolean;
            graceUntil: string | null;
            duplicates: number;
            /** @description It was asked to stop before the next provider got the packet. */
            recall: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                result: "ASKED" | "RECALLED" | "NOT_RECALLED" | "FAILED";
            } | null;
            /** @description Why this provider was chosen. */
            choice: components["schemas"]["RouteChoice"] | null;
        };
        RouteChoice: {
            /** @enum {string} */
            by: "order" | "quality" | "exploration" | "service" | "fallback" | "operator";
            skipped: {
                provider: string;
                /** @enum {string} */
                why: "drained" | "breaker" | "prefix" | "skipped";
            }[];
            /** @description Its confirmed share, 0 to 1. */
            share: number | null;
            /** @description Its receipts' median time in milliseconds. */
            medianMs: number | null;
        };
        PacketAction: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            do: "fail-over" | "extend" | "skip" | "prefer" | "confirm" | "refuse" | "cancel";
            /** @description As they call themselves; null where they did not say. */
            who: string | null;
            reason: string;
            /** @description The attempt it was about, or the latest one then; null before the first. */
            attempt: number | null;
            /** @description The provider it was about; null if there was none. */
            provider: string | null;
            /**
             * @description In words.
             * @example failed over from RouteA
             */
            told: string;
        };
        /** @description `takenBack`: when its turn came, its provider took no new packets; nothing was sent, and it does not count as an attempt. */
        Delay: {
            /** @constant */
            kind: "lookUpFailed";
            /** Format: date-time */
            at: string;
            error: string;
            /** @enum {string} */
            errorCode: "ROUTING_ERROR" | "WORKER_BUSY";
            /** @description Null where it was the last try. */
            nextTryAt: string | null;
        } | {
            /** @constant */
            kind: "waited";
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            until: string;
            /** @enum {string} */
            why: "outage" | "paused" | "unavailable";
            detail: string;
        } | {
            /** @constant */
            kind: "takenBack";
            /** Format: date-time */
            at: string;
            provider: string;
        };
        Packet: {
            id: string;
            source: string;
            destination: string;
            /** @enum {string} */
            status: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED";
            currentRouteProvider: string | null;
            failedRouteProviders: string[];
            deliveredBy: string | null;
            attempts: components["schemas"]["Attempt"][];
            /** @description What operators did with it, in order. */
            actions: components["schemas"]["PacketAction"][];
            /** @description One sentence: what happened and why. */
            reason: string;
            /** @description Why it ended as it did; null while it is under way. Of `FAILED`: `ROUTING_GAVE_UP` (the routing service did not answer), `INTERNAL` (an error of ours), `CONTENTS_LOST` (the store was restored without its contents). Of `CANCELED`: by an operator or in Temporal. Otherwise the same as `status`. */
            reasonCode: ("DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "ROUTING_GAVE_UP" | "INTERNAL" | "CONTENTS_LOST" | "CANCELED_BY_OPERATOR" | "CANCELED_IN_TEMPORAL") | null;
            flags: ("late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck")[];
            lookup: {
                failures: number;
                lastError: string;
                /**
                 * @description `ROUTING_ERROR`: of the routing service. `WORKER_BUSY`: ours; it counts as no failure.
                 * @enum {string}
                 */
                lastErrorCode: "ROUTING_ERROR" | "WORKER_BUSY";
                nextTryAt: string | null;
            } | null;
            /** @description Set while the packet cannot be handed to any provider. */
            waiting: {
                /** Format: date-time */
                since: string;
                /** @enum {string} */
                why: "outage" | "paused" | "unavailable";
                /** @description Null while it waits until sending is resumed. */
                nextTryAt: string | null;
                /** @description Further details, in words. */
                detail: string;
            } | null;
            /** @description What held the packet up and is over: the last 30, in the order in which they ended. */
            delays: components["schemas"]["Delay"][];
            /** @description Set while no worker can go on with it, which Temporal reports after five tries: 30 to 60 s. */
            stuck: {
                /**
                 * @description `mismatch`: the workflow code does not fit what has happened to it. `failure`: the code fails, or lacks this type. `timeout`: a worker takes a step and does not finish it. `refused`: Temporal does not accept the answer.
                 * @enum {string}
                 */
                cause: "mismatch" | "failure" | "timeout" | "refused" | "unknown";
                /** @description Temporal's own name for it. */
                detail: string;
                /** @description Only for a single packet, never in lists. */
                since: string | null;
                /** @description Tries of its present step; only for a single packet, never in lists. */
                tries: number | null;
                /** @description Likewise. */
                lastTriedAt: string | null;
            } | null;
            maxAttempts: number;
            /** @description Its delivery begins then; null where it began at once. */
            deliverAt: string | null;
            /** @description Quiet hours at its destination hold it back until then; null if none do or did. */
            quietUntil: string | null;
            /** @description When its delivery began; null before that, and if it began at once. */
            begunAt: string | null;
            /** @description No further provider is tried from then on. */
            expiresAt: string | null;
            /** @description The batch it came with, and its line in the file. */
            batch: {
                id: string;
                line: number;
            } | null;
            /** @description The packet that was sent again with this one; null where none was. */
            repeats: string | null;
            /** @description The packets with which this one was sent again, the first ones first; 20 at most. */
            repeatedBy: string[];
            orderingKey: string | null;
            holdOnFailure: boolean;
            /** @description 1 goes first, 5 last. */
            priority: number;
            /** @description Null where it is its source. */
            fairnessKey: string | null;
            /** @description Its place behind others with its ordering key while it is `QUEUED`; only for a single packet, never in lists. */
            queue: {
                /** @description Packets before it that have not begun; exact up to 10,000. */
                ahead: number;
                /**
                 * @description What its queue waits for. `packet`: another packet with the key is under way. `hold`: an operator holds the queue. `failure`: a packet that holds its queue when it fails did. `batch`: the batch of the first packet is not running. `turn`: only a worker.
                 * @enum {string}
                 */
                waitsFor: "packet" | "hold" | "failure" | "batch" | "turn";
                /** @description The packet that is waited for, or that failed. */
                packetId: string | null;
                /** @description One sentence. */
                detail: string;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            endedAt: string | null;
            /** @description Ended, but a provider may still send a receipt that corrects it. */
            settling: boolean;
            /** @description How long it listens for such a receipt. */
            settlingUntil: string | null;
            workflowId: string;
            /** @description Null until its workflow has begun. */
            runId: string | null;
        };
        BatchEvent: {
            /** @constant */
            type: "batch.completed";
            /** Format: date-time */
            timestamp: string;
            data: {
                batch: {
                    id: string;
                    name: string | null;
                    /** @enum {string} */
                    state: "COMPLETED" | "STOPPED";
                    /** @description Its packets by their status. */
                    counts: {
                        [key: string]: number;
                    };
                };
            };
        };
        ViewEvent: {
            /** @enum {string} */
            type: "view.alert" | "view.alert-over";
            /**
             * Format: date-time
             * @description When the view was found to hold so many packets, or when its alert ended.
             */
            timestamp: string;
            data: {
                /** @description As it was when that was counted. */
                view: components["schemas"]["AlertingView"];
            };
        };
        AlertingView: {
            id: string;
            name: string;
            /** @description As in the query of the list. A span in `within` moves along with the time. */
            filter: {
                /**
                 * @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.
                 * @enum {string}
                 */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /**
                 * @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.
                 * @example +017771110000
                 */
                id?: string;
                /**
                 * @description Has it, delivered it or failed to deliver it.
                 * @example RouteA
                 */
                provider?: string;
                /**
                 * @description More than one provider was tried, whatever came of it.
                 * @constant
                 */
                failedOver?: "true";
                /**
                 * @description This provider was tried, and another one after it.
                 * @example RouteA
                 */
                failedOverFrom?: string;
                /**
                 * @description Its source or its destination, as a whole.
                 * @example +017771110000
                 */
                address?: string;
                /**
                 * @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".
                 * @example +017771110000
                 */
                destination?: string;
                /**
                 * @description Likewise.
                 * @example +017771110000
                 */
                source?: string;
                /**
                 * @description Came with this batch.
                 * @example newsletter-2030-01
                 */
                batch?: string;
                orderingKey?: string;
                /** @enum {string} */
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                /** @enum {string} */
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /**
                 * Format: date-time
                 * @description Submitted at or after.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description Submitted before.
                 */
                to?: string;
                /**
                 * Format: date-time
                 * @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.
                 */
                activeFrom?: string;
                /**
                 * Format: date-time
                 * @description Last active before.
                 */
                activeTo?: string;
                /**
                 * @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.
                 * @example 1h
                 */
                within?: string;
                /**
                 * @description Time zone in which the days of `within` begin. Default: UTC.
                 * @example Europe/Berlin
                 */
                zone?: string;
                /**
                 * @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.
                 * @example +017771110000
                 */
                q?: string;
                /**
                 * @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`.
                 * @enum {string}
                 */
                sort?: "active" | "newest" | "oldest" | "due";
            };
            /**
             * @description The view alerts when it holds at least this many packets.
             * @example 100
             */
            atLeast: number;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @enum {string} */
            code: "INVALID_REQUEST" | "BAD_CURSOR" | "UNAUTHENTICATED_RECEIPT" | "CROSS_ORIGIN" | "NOT_FOUND" | "PACKET_NOT_FOUND" | "BATCH_NOT_FOUND" | "BULK_ACTION_NOT_FOUND" | "RECURRENCE_NOT_FOUND" | "RECEIVER_NOT_FOUND" | "NOTIFICATION_NOT_FOUND" | "VIEW_NOT_FOUND" | "PROVIDER_NOT_FOUND" | "UNKNOWN_TOKEN" | "METHOD_NOT_ALLOWED" | "TIMED_OUT" | "PACKET_EXISTS" | "IDEMPOTENCY_KEY_REUSED" | "BATCH_EXISTS" | "BATCH_STATE" | "BULK_ACTION_EXISTS" | "BULK_ACTION_STATE" | "COUNT_CHANGED" | "TOO_MANY_PACKETS" | "PACKET_ENDED" | "NOT_SCHEDULED" | "ACTION_NOT_APPLICABLE" | "PACKET_IN_FLIGHT" | "MAY_BE_DELIVERED" | "RECEIPT_CONTRADICTS" | "NOTIFICATION_WAITS" | "TOO_MANY_RECEIVERS" | "VIEW_EXISTS" | "TOO_MANY_VIEWS" | "NO_PROBE_DESTINATION" | "CONTENTS_ERASED" | "CONTENTS_LOST" | "TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "UNKNOWN_EXPECTATION" | "UNKNOWN_HOST" | "HEADERS_TOO_LARGE" | "INTERNAL" | "STORE_UNREACHABLE" | "STORE_SET_BACK" | "TEMPORAL_UNREACHABLE" | "TEMPORAL_BUSY" | "NOT_READY" | "NO_WORKER" | "TOO_MANY_VIEWERS" | "OUTCOME_UNKNOWN";
            /** @description What is wrong and what to do. */
            detail: string;
            instance?: string;
            /** @description One entry for each field at fault. */
            errors?: {
                path: string;
                message: string;
            }[];
        };
        PacketPage: {
            items: components["schemas"]["PacketOutput"][];
            nextCursor: string | null;
            /** @description Packets that match. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            total: number;
        };
        Contents: {
            /** @description Base64. */
            contents: string;
            bytes: number;
            contentType: string;
        };
        HistoryPage: {
            events: components["schemas"]["HistoryEvent"][];
            nextCursor: string | null;
        };
        HistoryEvent: {
            id: number;
            /** Format: date-time */
            time: string;
            type: string;
            attributes: {
                [key: string]: unknown;
            };
        };
        PacketReceipts: {
            /** @description In the order they came. */
            items: components["schemas"]["ReceiptEvidence"][];
            nextCursor: string | null;
            /** @description Receipts for the packet. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            total: number;
        };
        ReceiptEvidence: {
            id: string;
            /** @enum {string} */
            result: "recorded" | "late" | "duplicate" | "kept";
            provider: string;
            packetId: string;
            attempt: number;
            delivered: boolean;
            why: string | null;
            providerReference: string | null;
            webhookId: string;
            /** @description First hexadecimal digits of the body's SHA-256. */
            digest: string;
            /** @description First characters of the body, without the token. */
            excerpt: string;
            /** @description Fingerprint of the secret that signed it. */
            key: string;
            /**
             * @description Which secret of the provider that is, during a rotation.
             * @enum {string}
             */
            keyAge: "only" | "newest" | "older";
            /** Format: date-time */
            receivedAt: string;
            /** @description Why no packet took it. */
            reason: ("CLOSED" | "UNKNOWN_PACKET" | "UNKNOWN_ATTEMPT" | "CONTRADICTION") | null;
        };
        TimeRead: {
            /** Format: date-time */
            deliverAt: string;
            /**
             * @description By the clock of the time zone.
             * @example Sunday 29 November 2026, 08:00 Europe/Berlin
             */
            told: string;
            inMs: number;
        };
        ContentsErased: {
            /** Format: date-time */
            at: string;
            /** @description Null where their time was over. */
            reason: string | null;
        };
        BoardChange: {
            /** @description `rows` is the complete board: it replaces all rows sent before. */
            whole: boolean;
            /** @description New rows, and changed rows as they are now. */
            rows: components["schemas"]["BoardRow"][];
            /** @description Ids of packets that are no longer on the board. */
            gone: string[];
            /** @description Packets in flight, on the board or not. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            inFlight: number;
        };
        BoardRow: {
            id: string;
            destination: string;
            batch: string | null;
            /** @enum {string} */
            status: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED";
            stuck: boolean;
            /** @description Why the packet cannot be handed to any provider now. */
            waiting: ("outage" | "paused" | "unavailable") | null;
            /** Format: date-time */
            createdAt: string;
            begunAt: string | null;
            endedAt: string | null;
            attempts: components["schemas"]["BoardAttempt"][];
        };
        BoardAttempt: {
            number: number;
            provider: string;
            /** @enum {string} */
            outcome: "PENDING" | "ACKNOWLEDGED" | "REFUSED" | "TIMED_OUT" | "REJECTED" | "UNREACHABLE" | "ABANDONED";
            /** @enum {string} */
            handOver: "SENDING" | "ACCEPTED" | "FAILED" | "WITHDRAWN";
            /** Format: date-time */
            transmittedAt: string;
            /** Format: date-time */
            deadline: string;
            graceUntil: string | null;
            endedAt: string | null;
            /** @description Of its receipt. */
            receivedAt: string | null;
            late: boolean;
        };
        Batch: {
            id: string;
            name: string | null;
            /** @enum {string} */
            state: "UPLOADING" | "RUNNING" | "PAUSED" | "STOPPING" | "STOPPED" | "COMPLETED" | "REFUSED";
            /** @enum {string} */
            format: "csv" | "ndjson";
            /** @enum {string} */
            badRows: "skip" | "refuse";
            /** @description Why the upload stopped before its end; null otherwise. */
            trouble: string | null;
            stopReason: string | null;
            /** @description The batch whose undelivered packets this one sends again. */
            repeats: string | null;
            /** @description Rows that are packets. */
            rows: number;
            /** @description Rows at fault, which are not packets. */
            badRowCount: number;
            /** @description Its packets by their status. */
            counts: {
                [key: string]: number;
            };
            /** @description Packets that ended within the last minute; null once it is over. */
            perMinute: number | null;
            /** @description Time left at this rate; null while it cannot be estimated. */
            secondsLeft: number | null;
            /** Format: date-time */
            createdAt: string;
            uploadedAt: string | null;
            endedAt: string | null;
        };
        BatchPage: {
            items: components["schemas"]["Batch"][];
            nextCursor: string | null;
        };
        BatchPreview: {
            separator: ("comma" | "semicolon" | "tab" | "pipe") | null;
            /** @enum {string} */
            encoding: "utf-8" | "utf-16le" | "utf-16be";
            /** @description Columns of a CSV file, in order. */
            columns: {
                name: string;
                field: ("id" | "source" | "destination" | "text" | "contents" | "maxAttempts" | "receiptTimeoutMs" | "deliverAt" | "timeZone" | "expiresAt" | "notifyUrl" | "orderingKey" | "holdOnFailure" | "priority" | "fairnessKey") | null;
            }[];
            rows: {
                line: number;
                values: {
                    [key: string]: string;
                };
            }[];
            /** @description Rows read without a fault. */
            rowCount: number;
            faults: components["schemas"]["RowFault"][];
            /** @description Why the file cannot be read any further. */
            trouble: string | null;
        };
        RowFault: {
            /** @description Line in the file; the first one is 1. */
            line: number;
            field: string | null;
            /** @enum {string} */
            code: "INVALID_FIELD" | "PACKET_EXISTS" | "COLUMN_COUNT" | "INVALID_CSV" | "INVALID_JSON";
            reason: string;
        };
        RowFaultPage: {
            items: components["schemas"]["RowFault"][];
            nextCursor: string | null;
        };
        BulkPreview: {
            /** @description Packets that it would act on; exact up to 20000; a count one above that means more. */
            count: number;
            /** @description Some of them, newest first. */
            sample: components["schemas"]["PacketOutput"][];
            /** @description Packets that it does not apply to, by reason. The total is exact up to 1000. */
            leftOut: {
                /** @enum {string} */
                code: "PACKET_ENDED" | "PACKET_IN_FLIGHT" | "PACKET_NOT_FOUND" | "PACKET_EXISTS" | "MAY_BE_DELIVERED" | "REPEATED" | "CONTENTS_ERASED" | "INTERNAL";
                count: number;
            }[];
            /** Format: date-time */
            asOf: string;
        };
        BulkAction: {
            id: string;
            /** @enum {string} */
            action: "cancel" | "send-again";
            /** @enum {string} */
            state: "RUNNING" | "PAUSED" | "STOPPED" | "COMPLETED";
            /** @description What its packets matched when it was confirmed; null where they were named one by one. */
            filter: {
                /**
                 * @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.
                 * @enum {string}
                 */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /**
                 * @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.
                 * @example +017771110000
                 */
                id?: string;
                /**
                 * @description Has it, delivered it or failed to deliver it.
                 * @example RouteA
                 */
                provider?: string;
                /**
                 * @description More than one provider was tried, whatever came of it.
                 * @constant
                 */
                failedOver?: "true";
                /**
                 * @description This provider was tried, and another one after it.
                 * @example RouteA
                 */
                failedOverFrom?: string;
                /**
                 * @description Its source or its destination, as a whole.
                 * @example +017771110000
                 */
                address?: string;
                /**
                 * @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".
                 * @example +017771110000
                 */
                destination?: string;
                /**
                 * @description Likewise.
                 * @example +017771110000
                 */
                source?: string;
                /**
                 * @description Came with this batch.
                 * @example newsletter-2030-01
                 */
                batch?: string;
                orderingKey?: string;
                /** @enum {string} */
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                /** @enum {string} */
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /**
                 * Format: date-time
                 * @description Submitted at or after.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description Submitted before.
                 */
                to?: string;
                /**
                 * Format: date-time
                 * @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.
                 */
                activeFrom?: string;
                /**
                 * Format: date-time
                 * @description Last active before.
                 */
                activeTo?: string;
                /**
                 * @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.
                 * @example 1h
                 */
                within?: string;
                /**
                 * @description Time zone in which the days of `within` begin. Default: UTC.
                 * @example Europe/Berlin
                 */
                zone?: string;
                /**
                 * @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.
                 * @example +017771110000
                 */
                q?: string;
            } | null;
            evenIfDelivered: boolean;
            reason: string;
            who: string | null;
            perSecond: number;
            /** @description Number of its packets, which are fixed when it begins. */
            count: number;
            /** @description Packets that it does not apply to, by reason. The total is exact up to 1000. */
            leftOut: {
                /** @enum {string} */
                code: "PACKET_ENDED" | "PACKET_IN_FLIGHT" | "PACKET_NOT_FOUND" | "PACKET_EXISTS" | "MAY_BE_DELIVERED" | "REPEATED" | "CONTENTS_ERASED" | "INTERNAL";
                count: number;
            }[];
            /** @description Its packets by their result. */
            counts: {
                [key: string]: number;
            };
            /** @description Packets per second over the last ten seconds; null once it is over. */
            rate: number | null;
            stopReason: string | null;
            /** @description The bulk action whose new packets are canceled with this one; null where it undoes none. */
            undoes: string | null;
            /** @description The last bulk action with which its new packets were canceled; null where none was. */
            undoneBy: string | null;
            /** Format: date-time */
            createdAt: string;
            endedAt: string | null;
        };
        BulkActionPage: {
            items: components["schemas"]["BulkAction"][];
            nextCursor: string | null;
        };
        BulkItemPage: {
            items: components["schemas"]["BulkItem"][];
            nextCursor: string | null;
        };
        BulkItem: {
            /** @description Counts from 1, the packet that was accepted first. */
            number: number;
            packetId: string;
            /** @enum {string} */
            result: "WAITING" | "ASKED" | "DONE" | "REFUSED" | "FAILED" | "LEFT";
            code: ("PACKET_ENDED" | "PACKET_IN_FLIGHT" | "PACKET_NOT_FOUND" | "PACKET_EXISTS" | "MAY_BE_DELIVERED" | "REPEATED" | "CONTENTS_ERASED" | "INTERNAL") | null;
            /** @description Why it was refused or failed, in a sentence. */
            detail: string | null;
            /** @description When it got this result. */
            at: string | null;
            /** @description The packet with which it was sent again; null if it was not. */
            newPacketId: string | null;
            /** @description As it is now; null once it is deleted. */
            packet: {
                source: string;
                destination: string;
                /** @enum {string} */
                status: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED";
            } | null;
        };
        QueuePage: {
            items: components["schemas"]["Queue"][];
            nextCursor: string | null;
        };
        Queue: {
            orderingKey: string;
            /** @description Packets that wait; exact up to 10,000; 10,001 means more. */
            depth: number;
            /** @description The first of them, and when it was submitted. */
            head: {
                packetId: string;
                /** Format: date-time */
                since: string;
            } | null;
            /** @description The packet that is being delivered. */
            underWay: string | null;
            /** @description An operator's: nothing begins until it is released. */
            hold: {
                reason: string;
                /** Format: date-time */
                at: string;
            } | null;
            /** @description A packet with `holdOnFailure` that was not delivered: nothing begins either. */
            failed: {
                packetId: string;
                /** Format: date-time */
                at: string;
            } | null;
            /** @description Null where no packet waits. */
            waitsFor: ("packet" | "hold" | "failure" | "batch" | "turn") | null;
            /** @description The same in one sentence. */
            detail: string | null;
        };
        QueueDropped: {
            queue: components["schemas"]["Queue"];
            /** @description Packets that were canceled: 10,000 at most. If more are left, repeat the request. */
            dropped: number;
        };
        ViewList: {
            items: components["schemas"]["View"][];
        };
        View: {
            id: string;
            name: string;
            /** @description As in the query of the list. A span in `within` moves along with the time. */
            filter: {
                /**
                 * @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.
                 * @enum {string}
                 */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /**
                 * @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.
                 * @example +017771110000
                 */
                id?: string;
                /**
                 * @description Has it, delivered it or failed to deliver it.
                 * @example RouteA
                 */
                provider?: string;
                /**
                 * @description More than one provider was tried, whatever came of it.
                 * @constant
                 */
                failedOver?: "true";
                /**
                 * @description This provider was tried, and another one after it.
                 * @example RouteA
                 */
                failedOverFrom?: string;
                /**
                 * @description Its source or its destination, as a whole.
                 * @example +017771110000
                 */
                address?: string;
                /**
                 * @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".
                 * @example +017771110000
                 */
                destination?: string;
                /**
                 * @description Likewise.
                 * @example +017771110000
                 */
                source?: string;
                /**
                 * @description Came with this batch.
                 * @example newsletter-2030-01
                 */
                batch?: string;
                orderingKey?: string;
                /** @enum {string} */
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                /** @enum {string} */
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /**
                 * Format: date-time
                 * @description Submitted at or after.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description Submitted before.
                 */
                to?: string;
                /**
                 * Format: date-time
                 * @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.
                 */
                activeFrom?: string;
                /**
                 * Format: date-time
                 * @description Last active before.
                 */
                activeTo?: string;
                /**
                 * @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.
                 * @example 1h
                 */
                within?: string;
                /**
                 * @description Time zone in which the days of `within` begin. Default: UTC.
                 * @example Europe/Berlin
                 */
                zone?: string;
                /**
                 * @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.
                 * @example +017771110000
                 */
                q?: string;
                /**
                 * @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`.
                 * @enum {string}
                 */
                sort?: "active" | "newest" | "oldest" | "due";
            };
            total: number | null;
            /** @description It begins once the view holds that many packets, and ends once it has held fewer for five minutes. Counted every ten seconds. Changing the filter or the number starts over. */
            alert: {
                /**
                 * @description The view alerts when it holds at least this many packets.
                 * @example 100
                 */
                atLeast: number;
                /** @description It alerts since then. */
                since: string | null;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        RecurrenceList: {
            items: components["schemas"]["Recurrence"][];
        };
        Recurrence: {
            id: string;
            name: string;
            source: string;
            destination: string;
            timing: {
                /** @example 0 9 * * 1-5 */
                cron: string;
                /**
                 * @default UTC
                 * @example Europe/Berlin
                 */
                timeZone: string;
            } | {
                everyMs: number;
            };
            paused: boolean;
            /** @description Its next runs; null while Temporal cannot say. */
            next: string[] | null;
            /** @description Its last runs, newest first; null while Temporal cannot say. */
            last: components["schemas"]["RecurrenceRun"][] | null;
            /** Format: date-time */
            createdAt: string;
        };
        RecurrenceRun: {
            /** Format: date-time */
            at: string;
            /** @description Null until its packet is stored, and after the packet was deleted by retention. */
            packetId: string | null;
        };
        ProviderList: {
            items: components["schemas"]["Provider"][];
            /** Format: date-time */
            countedAt: string;
            sending: components["schemas"]["Sending"];
            /**
             * @description In order, or by measured quality.
             * @enum {string}
             */
            routing: "order" | "quality";
            /** @description The last fifty, newest first. */
            changes: components["schemas"]["LoggedChange"][];
        };
        Provider: {
            name: string;
            /** @description Counts from 1, in routing order. */
            position: number;
            /** @description Where it is reached. */
            host: string;
            receiptTimeoutMs: number;
            state: components["schemas"]["ProviderState"];
            /** @description Packets awaiting its receipt now. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            inFlight: number;
            /** @description Ended packets that it confirmed, in time or late. */
            delivered: number;
            /** @description Ended packets that it was tried for and did not confirm. Packets that were canceled, overtaken or hit by an outage on our side while it had them count in neither. */
            failed: number;
            /** @description `delivered` of both, 0 to 1; null when there is none. */
            shareDelivered: number | null;
        };
        ProviderState: {
            /** @description It gets no new packets. */
            drained: {
                /** Format: date-time */
                since: string;
                reason: string;
            } | null;
            breaker: {
                /** @enum {string} */
                state: "open" | "half-open" | "closed";
                since: string | null;
                reason: string | null;
                nextProbeAt: string | null;
            };
            /** @description The one in force. */
            receiptTimeoutMs: number;
            configuredTimeoutMs: number;
            /** @description The last one. */
            probe: components["schemas"]["Probe"] | null;
        };
        Probe: {
            workflowId: string;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            phase: "queued" | "sent" | "confirmed" | "refused" | "rejected" | "unreachable" | "silent" | "lost" | "unsent" | "unknown";
            /** @description From the hand-over to the receipt. */
            ms: number | null;
            detail: string | null;
        };
        Sending: {
            paused: boolean;
            since: string | null;
            reason: string | null;
            /** @description The share of packets that go now, 0 to 1. */
            resumeShare: number;
        };
        LoggedChange: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @description Null if no name was given, or if no person did it. */
            who: string | null;
            automatic: boolean;
            action: string;
            provider: string | null;
            /** @description In words. */
            what: string;
            reason: string;
        };
        Scoreboard: {
            /** @enum {string} */
            window: "1h" | "24h" | "7d";
            /**
             * Format: date-time
             * @description Start of the window: a full minute, hour or day (UTC), depending on its length.
             */
            since: string;
            countedPackets: number;
            /** @description Ended, and may still be corrected by a late receipt. */
            settlingPackets: number;
            /** @description In routing order, then those no longer configured. */
            items: components["schemas"]["ScoreboardRow"][];
        };
        ScoreboardRow: {
            provider: string;
            /** @description In force now; null for a provider that is no longer configured. */
            receiptTimeoutMs: number | null;
            /** @description Sum of confirmed, refused, silent, rejected, unreachable and abandoned. Attempts withdrawn before they were sent do not count. */
            attempts: number;
            /** @description In time. */
            confirmed: number;
            /** @description A receipt "not delivered", in time. */
            refused: number;
            /** @description No receipt before the deadline, whatever came later. */
            silent: number;
            /** @description The hand-over was answered with 4xx. */
            rejected: number;
            unreachable: number;
            /** @description Not waited for to the end: canceled, or overtaken. */
            abandoned: number;
            /** @description Of the silent: ones whose receipt came after the deadline. */
            late: number;
            /** @description Packets that it and another provider confirmed. */
            doubled: number;
            /** @description Of the silent: ones that never got a receipt. */
            unanswered: number;
            /** @description Receipts whose time is known, in time or late. */
            receipts: number;
            /** @description From hand-over to receipt, in time or late; off by 4 % at most. */
            receiptMs: {
                p50: number;
                p90: number;
                p99: number;
            } | null;
            /** @description Shortest times first, without the empty ones. */
            histogram: {
                fromMs: number;
                toMs: number;
                confirmed: number;
                refused: number;
            }[];
            /** @description For several time-outs, the present one among them. */
            whatIf: {
                timeoutMs: number;
                /** @description Of the packets handed over: with a receipt by then. */
                answeredShare: number;
                /** @description Of the packets handed over: confirmed by then. */
                confirmedShare: number;
                /** @description How long a hundred packets would wait for its receipts in all. */
                waitMsPerHundred: number;
            }[];
            recommended: {
                /** @description Null with too few receipts. */
                timeoutMs: number | null;
                reason: string;
            };
        };
        RoutePlan: {
            destination: string;
            /** @enum {string} */
            outcome: "provider" | "waits" | "no-route";
            provider: string | null;
            /** @description One sentence. */
            why: string;
            /** @enum {string} */
            routing: "order" | "quality";
            /** @description Every provider, in the order in which they would be tried. */
            stops: {
                provider: string;
                /**
                 * @description `next` would get it first, `later` ones in turn; every other word says why it would not.
                 * @enum {string}
                 */
                standing: "next" | "later" | "prefix" | "drained" | "breaker";
                /** @description In words, for one that would not get it. */
                why: string | null;
                receiptTimeoutMs: number;
            }[];
        };
        PacketNotifications: {
            /** @description As it was submitted. */
            notifyUrl: string | null;
            /** @description In the order in which things happened. */
            items: components["schemas"]["Notification"][];
        };
        Notification: {
            /** @description The `webhook-id`, the same at each try. */
            id: string;
            /** @enum {string} */
            type: "packet.delivered" | "packet.failed" | "packet.doubled" | "batch.completed" | "view.alert" | "view.alert-over";
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            receiver: {
                id: string;
                /** @enum {string} */
                kind: "subscription" | "host";
                /**
                 * @description `disabled`: its notifications wait until it is enabled. `deleted`: they are given up.
                 * @enum {string}
                 */
                standing: "enabled" | "disabled" | "deleted";
            };
            url: string;
            /** @enum {string} */
            state: "WAITING" | "TOLD" | "GIVEN_UP";
            /** @description Null unless it waits. */
            nextTryAt: string | null;
            /** @description It is retried until then; null before its first try. */
            retryUntil: string | null;
            /** @description Oldest first, the last 50 at most. */
            tries: {
                /** Format: date-time */
                at: string;
                /** @description Answered with 2xx. */
                ok: boolean;
                /** @description HTTP status; null when no answer came. */
                status: number | null;
                latencyMs: number | null;
                /** @description Why it failed, in words. */
                reason: string | null;
            }[];
        };
        ReceiverList: {
            /** @description For each kind: disabled receivers first, then failing ones, then the newest; at most 500. */
            items: components["schemas"]["Receiver"][];
        };
        Receiver: {
            id: string;
            /**
             * @description `host`: the host of addresses that came with packets, listed from its first notification on.
             * @enum {string}
             */
            kind: "subscription" | "host";
            /** @description Of a host: scheme, name and port. */
            url: string;
            /**
             * @description `packets`: how packets and batches end. `alerts`: which views alert.
             * @enum {string}
             */
            topic: "packets" | "alerts";
            /** @description Packets of this source; of every source where it is null or left out. */
            source: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Notifications that wait for it. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            waiting: number;
            lastToldAt: string | null;
            /** @description Since when every try has failed, and why the last one failed. */
            failing: {
                /** Format: date-time */
                at: string;
                reason: string;
            } | null;
            /** @description Nothing is sent to it until it is enabled; its notifications wait. It is disabled when every try has failed for 24 hours, and a subscription when it answers 410. */
            disabled: {
                /** Format: date-time */
                at: string;
                reason: string;
            } | null;
        };
        Subscribed: {
            receiver: components["schemas"]["Receiver"];
            /** @description Signs its notifications. It is returned only here, once. */
            secret: string;
        };
        AuditPage: {
            items: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
            /** @description Entries that match. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            total: number;
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @description The name given with the request; null if none was given. */
            who: string | null;
            /** @enum {string} */
            action: "packet.cancel" | "packet.fail-over" | "packet.extend" | "packet.skip" | "packet.prefer" | "packet.confirm" | "packet.refuse" | "packet.reschedule" | "packet.send-now" | "packet.send-again" | "packet.erase" | "batch.upload" | "batch.pause" | "batch.resume" | "batch.stop" | "batch.repeat" | "bulk-action.begin" | "bulk-action.pause" | "bulk-action.resume" | "bulk-action.stop" | "bulk-action.retry" | "bulk-action.undo" | "queue.hold" | "queue.release" | "queue.drop" | "view.create" | "view.save" | "view.delete" | "recurrence.create" | "recurrence.edit" | "recurrence.pause" | "recurrence.resume" | "recurrence.run" | "recurrence.delete" | "provider.drain" | "provider.resume" | "provider.set-timeout" | "provider.probe" | "providers.pause" | "providers.resume" | "providers.reorder" | "providers.set-routing" | "receiver.create" | "receiver.enable" | "receiver.disable" | "receiver.delete" | "notification.send-again" | "self-test.run";
            /**
             * @description What `subject` is the id or the name of.
             * @enum {string}
             */
            kind: "packet" | "batch" | "bulk-action" | "queue" | "view" | "recurrence" | "provider" | "providers" | "receiver" | "notification" | "self-test";
            /** @description Null if there is only one, such as all sending, or if the action created it. */
            subject: string | null;
            /** @description The name that a view had when the action was asked for; null for other kinds. */
            subjectName: string | null;
            /** @description Id of what the action created, or of the packet or batch with which the subject was sent again. */
            made: string | null;
            reason: string | null;
            /** @description Further parameters of the request; never contents or secrets. Of a filter, `true` says only that it was given. */
            parameters: {
                [key: string]: unknown;
            } | null;
            /**
             * @description As the request states it; not verified.
             * @enum {string}
             */
            via: "page" | "command-line" | "api";
            /** @description Address of the peer of the connection: the client or a proxy. */
            address: string | null;
            /** @description The header `X-Forwarded-For`, cut. Trust it only if your own proxy sets it. */
            forwardedFor: string | null;
            /**
             * @description `UNKNOWN`: under way, or this process ended before the result was recorded. `LATER`: recorded, and it takes effect as soon as a worker runs. `REFUSED`: nothing was changed. `FAILED`: an error.
             * @enum {string}
             */
            result: "UNKNOWN" | "DONE" | "LATER" | "REFUSED" | "FAILED";
            /** @description Code of the refusal or the failure. */
            code: ("INVALID_REQUEST" | "BAD_CURSOR" | "UNAUTHENTICATED_RECEIPT" | "CROSS_ORIGIN" | "NOT_FOUND" | "PACKET_NOT_FOUND" | "BATCH_NOT_FOUND" | "BULK_ACTION_NOT_FOUND" | "RECURRENCE_NOT_FOUND" | "RECEIVER_NOT_FOUND" | "NOTIFICATION_NOT_FOUND" | "VIEW_NOT_FOUND" | "PROVIDER_NOT_FOUND" | "UNKNOWN_TOKEN" | "METHOD_NOT_ALLOWED" | "TIMED_OUT" | "PACKET_EXISTS" | "IDEMPOTENCY_KEY_REUSED" | "BATCH_EXISTS" | "BATCH_STATE" | "BULK_ACTION_EXISTS" | "BULK_ACTION_STATE" | "COUNT_CHANGED" | "TOO_MANY_PACKETS" | "PACKET_ENDED" | "NOT_SCHEDULED" | "ACTION_NOT_APPLICABLE" | "PACKET_IN_FLIGHT" | "MAY_BE_DELIVERED" | "RECEIPT_CONTRADICTS" | "NOTIFICATION_WAITS" | "TOO_MANY_RECEIVERS" | "VIEW_EXISTS" | "TOO_MANY_VIEWS" | "NO_PROBE_DESTINATION" | "CONTENTS_ERASED" | "CONTENTS_LOST" | "TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "UNKNOWN_EXPECTATION" | "UNKNOWN_HOST" | "HEADERS_TOO_LARGE" | "INTERNAL" | "STORE_UNREACHABLE" | "STORE_SET_BACK" | "TEMPORAL_UNREACHABLE" | "TEMPORAL_BUSY" | "NOT_READY" | "NO_WORKER" | "TOO_MANY_VIEWERS" | "OUTCOME_UNKNOWN") | null;
            /** @description The refusal or the failure in words. */
            detail: string | null;
            /** @description When the result was recorded. */
            endedAt: string | null;
        };
        Liveness: {
            /** @constant */
            status: "live";
        };
        Readiness: {
            /** @constant */
            status: "ready";
            workers: number;
            /** @description All sending is paused by an operator, or resumes gradually after that. */
            sending: {
                /** @enum {string} */
                state: "paused" | "resuming";
                /** Format: date-time */
                since: string;
                reason: string;
            } | null;
            /** @description Packets that no worker can go on with; null while Temporal cannot say. */
            stuck: number | null;
            /** @description Problems to fix although packets are delivered, as sentences. */
            warnings: string[];
            /** @description The last self-test that tells something. One that fails does not end readiness. */
            selfTest: {
                /** @enum {string} */
                state: "running" | "passed" | "failed";
                /** Format: date-time */
                startedAt: string;
                endedAt: string | null;
                /** @description What happened, or what it waits for. */
                sentence: string;
            } | null;
        };
        HealthReport: {
            /** Format: date-time */
            at: string;
            web: {
                name: string;
                build: string;
                /** Format: date-time */
                startedAt: string;
            };
            temporal: {
                /** @constant */
                is: "up";
                address: string;
                namespace: string;
                version: string;
                /** @description What Temporal itself stores in. */
                storage: string;
                /** @description Latency of one request from this web process. */
                latencyMs: number;
            } | {
                /** @constant */
                is: "down";
                address: string;
                namespace: string;
                /** @description A sentence, with what to do. */
                why: string;
            };
            store: {
                /** @constant */
                is: "up";
                address: string;
                version: string;
                /** @description Latency of one request from this web process. */
                latencyMs: number;
            } | {
                /** @constant */
                is: "down";
                address: string;
                /** @description A sentence, with what to do. */
                why: string;
            };
            workers: {
                /** @constant */
                is: "known";
                items: {
                    /** @description Process id and machine. */
                    identity: string;
                    /**
                     * @description `silent`: it was killed, or it hangs.
                     * @enum {string}
                     */
                    state: "running" | "stopping" | "silent";
                    /** @description Of the workflows that it runs. */
                    build: string | null;
                    startedAt: string | null;
                    /**
                     * Format: date-time
                     * @description Its last heartbeat.
                     */
                    heardAt: string;
                    /** @description Since it last read the provider directory; null where that is not known. */
                    directoryAgeMs: number | null;
                    /** @description Workflow tasks, of all its queues. */
                    workflows: {
                        used: number;
                        free: number;
                    };
                    /** @description Activities, of all its queues. */
                    activities: {
                        used: number;
                        free: number;
                    };
                }[];
            } | {
                /** @constant */
                is: "unknown";
                /** @description A sentence, with what to do. */
                why: string;
            };
            queues: {
                /** @constant */
                is: "known";
                items: {
                    name: string;
                    /** @description Tasks that wait, approximately. */
                    backlog: number;
                    /** @description How long the oldest has waited; null when none waits. */
                    oldestMs: number | null;
                    /** @description Worker processes that are heard from and take tasks of it. */
                    workers: number;
                    /** @description It stands still while sending is paused. */
                    isHeld: boolean;
                }[];
            } | {
                /** @constant */
                is: "unknown";
                /** @description A sentence, with what to do. */
                why: string;
            };
            intake: {
                /** @constant */
                is: "known";
                items: {
                    /** @description Process id and machine of a web process. */
                    name: string;
                    /** @description Since when it has been able to take receipts without interruption; null if it cannot now. */
                    upSince: string | null;
                    /** Format: date-time */
                    heardAt: string;
                }[];
            } | {
                /** @constant */
                is: "unknown";
                /** @description A sentence, with what to do. */
                why: string;
            };
            /** @description Live views that this web process has open. */
            streams: {
                viewers: number;
                most: number;
                /** @description Packets that are watched. */
                packets: number;
                /** @description Lists that are watched. */
                lists: number;
            };
            clocks: ({
                /** @constant */
                is: "known";
                of: string;
                /** @description Ahead of this web process's clock; negative if behind. */
                aheadMs: number;
                /** @description Margin of error of that. */
                withinMs: number;
                /**
                 * Format: date-time
                 * @description When it was measured.
                 */
                at: string;
            } | {
                /** @constant */
                is: "unknown";
                of: string;
                /** @description A sentence, with what to do. */
                why: string;
            })[];
            /** @description Problems to fix, the most serious first. `notice`: deliveries work all the same. */
            findings: components["schemas"]["Finding"][];
        };
        Finding: {
            /** @enum {string} */
            severity: "wrong" | "notice";
            what: string;
            advice: string;
            /** @description Path of the page where it can be examined or fixed. */
            page: string;
        };
        Overview: {
            /** @enum {string} */
            window: "1h" | "24h" | "7d";
            /**
             * Format: date-time
             * @description Start of the window: a full minute, hour or day (UTC), depending on its length.
             */
            since: string;
            /**
             * Format: date-time
             * @description When this was counted, which is the end of the window.
             */
            until: string;
            /** @description Length of each of `endings`. */
            stepMs: number;
            /** @description The window in equal parts, oldest first. The last one is not over: it goes up to `until`. */
            endings: {
                /** Format: date-time */
                from: string;
                /** @description Packets by how they have ended. */
                counts: {
                    [key: string]: number;
                };
            }[];
            /** @description Packets by how they have ended. */
            counts: {
                [key: string]: number;
            };
            /** @description All of them. */
            ended: number;
            /** @description Delivered by the first provider that was tried. */
            deliveredByFirst: number;
            /** @description Tried with more than one provider, whatever came of it. */
            failedOver: number;
            /** @description Receipts that were refused, the most frequent reason first. */
            refusedReceipts: {
                /** @enum {string} */
                reason: "WRONG_ADDRESS" | "WRONG_METHOD" | "CROSS_ORIGIN" | "TOO_LARGE" | "INCOMPLETE" | "MEDIA_TYPE" | "NOT_UTF8" | "NOT_JSON" | "MALFORMED" | "UNKNOWN_TOKEN" | "UNSIGNED" | "BAD_HEADERS" | "STALE" | "FOREIGN_KEY" | "BAD_SIGNATURE";
                count: number;
            }[];
            /** @description In routing order, then those no longer configured. */
            providers: {
                provider: string;
                /** @description Receipts whose time is known, in time or late. */
                receipts: number;
                /** @description From hand-over to receipt; off by 4 % at most. Null without a receipt. */
                receiptMs: {
                    p50: number;
                    p90: number;
                    p99: number;
                } | null;
            }[];
            /** @description What needs an operator now, the most serious first, each with the page to continue on. */
            findings: components["schemas"]["Finding"][];
        };
        Findings: {
            /** @description What needs an operator now, the most serious first, each with the page to continue on. */
            findings: components["schemas"]["Finding"][];
            /** @description Views that alert, the first one first; they are among the findings. */
            alerts: {
                view: components["schemas"]["AlertingViewOutput"];
                /** Format: date-time */
                since: string;
            }[];
        };
        SelfTestList: {
            /** @description The last of them, newest first. */
            items: components["schemas"]["SelfTest"][];
            /** @description The Schedule in Temporal that runs one every minute. */
            schedule: {
                /** @constant */
                is: "running";
                nextAt: string | null;
            } | {
                /** @constant */
                is: "paused";
                note: string | null;
            } | {
                /** @constant */
                is: "missing";
            } | {
                /** @constant */
                is: "unknown";
            };
            /** @description Why only stored results are returned; null while Temporal answers. */
            stale: string | null;
        };
        SelfTest: {
            id: string;
            /** @enum {string} */
            trigger: "demand" | "schedule";
            /** @enum {string} */
            state: "running" | "passed" | "failed";
            /** Format: date-time */
            startedAt: string;
            endedAt: string | null;
            /** @description From the start to the end; null while it is not over. */
            ms: number | null;
            /** @description What happened, or what it waits for. */
            sentence: string;
            greeting: string | null;
            /** @description Questions to the greeting service that failed. */
            failedTries: number;
            lastError: string | null;
            nextTryAt: string | null;
            steps: {
                /** @enum {string} */
                name: "temporal" | "worker" | "network" | "back";
                /** @enum {string} */
                state: "waiting" | "running" | "passed" | "failed" | "skipped";
                /** @description How long it took; null while it is not over. */
                ms: number | null;
                /** @description A sentence about it. */
                detail: string | null;
            }[];
        };
        BrokerStatus: {
            consumers: components["schemas"]["BrokerConsumer"][];
        };
        BrokerConsumer: {
            /** @enum {string} */
            state: "connecting" | "consuming" | "paused" | "stopped" | "silent";
            /** Format: date-time */
            since: string;
            /** @description Why it is not consuming, in a sentence. */
            why: string | null;
            group: string;
            topic: string;
            deadLetterTopic: string;
            /** @description The topic to which endings are published; null if there is none. */
            endingsTopic: string | null;
            /** @description Messages of the topic that the group has not taken yet; null while the broker does not report it. */
            lag: number | null;
            /** @description Messages that became packets, since it started. */
            accepted: number;
            /** @description Messages that had become packets before. */
            repeated: number;
            /** @description Messages that went to the dead-letter topic. */
            refused: number;
            /** @description Endings that it has published. */
            endingsTold: number;
            /** @description Endings still to be published by any consumer; null if none are published, or if unknown. */
            endingsWaiting: number | null;
            lastError: {
                /** Format: date-time */
                at: string;
                message: string;
            } | null;
            /** Format: date-time */
            startedAt: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When it was last heard of.
             */
            seenAt: string;
        };
        Attention: {
            /** @description Packets that settle. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            settling: number;
            /** @description Packets that were delivered twice. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            doubled: number;
            /** @description If more wait than are counted, `why` and `since` are of those submitted first. */
            waiting: {
                /** @description Packets that wait. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
                count: number;
                /**
                 * @description The most serious reason among them.
                 * @enum {string}
                 */
                why: "outage" | "paused" | "unavailable";
                /**
                 * Format: date-time
                 * @description Since when that reason applies.
                 */
                since: string;
            } | null;
        };
        KeptReceiptPage: {
            items: components["schemas"]["KeptReceipt"][];
            nextCursor: string | null;
            /** @description Kept receipts that match. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            total: number;
            tally: components["schemas"]["ReceiptTally"];
        };
        KeptReceipt: {
            id: string;
            /** @enum {string} */
            result: "recorded" | "late" | "duplicate" | "kept";
            provider: string;
            packetId: string;
            attempt: number;
            delivered: boolean;
            why: string | null;
            providerReference: string | null;
            webhookId: string;
            /** @description First hexadecimal digits of the body's SHA-256. */
            digest: string;
            /** @description First characters of the body, without the token. */
            excerpt: string;
            /** @description Fingerprint of the secret that signed it. */
            key: string;
            /**
             * @description Which secret of the provider that is, during a rotation.
             * @enum {string}
             */
            keyAge: "only" | "newest" | "older";
            /** Format: date-time */
            receivedAt: string;
            /** @enum {string} */
            reason: "CLOSED" | "UNKNOWN_PACKET" | "UNKNOWN_ATTEMPT" | "CONTRADICTION";
        };
        ReceiptTally: {
            /** Format: date-time */
            since: string;
            /** @description Genuine receipts by what was answered. */
            answers: {
                /** @enum {string} */
                result: "recorded" | "late" | "duplicate" | "kept" | "contradiction";
                provider: string | null;
                count: number;
            }[];
            refused: {
                /** @enum {string} */
                reason: "WRONG_ADDRESS" | "WRONG_METHOD" | "CROSS_ORIGIN" | "TOO_LARGE" | "INCOMPLETE" | "MEDIA_TYPE" | "NOT_UTF8" | "NOT_JSON" | "MALFORMED" | "UNKNOWN_TOKEN" | "UNSIGNED" | "BAD_HEADERS" | "STALE" | "FOREIGN_KEY" | "BAD_SIGNATURE";
                provider: string | null;
                count: number;
            }[];
            /** @description The last ones refused, newest first. */
            last: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                reason: "WRONG_ADDRESS" | "WRONG_METHOD" | "CROSS_ORIGIN" | "TOO_LARGE" | "INCOMPLETE" | "MEDIA_TYPE" | "NOT_UTF8" | "NOT_JSON" | "MALFORMED" | "UNKNOWN_TOKEN" | "UNSIGNED" | "BAD_HEADERS" | "STALE" | "FOREIGN_KEY" | "BAD_SIGNATURE";
                /** @description The provider that its token belongs to; null if it had no valid token. */
                provider: string | null;
                /** @description Of the body; null when it was not read to its end. */
                bytes: number | null;
                /** @description Address that it came from, as this process saw it. */
                remote: string | null;
                /** @description User-Agent, cut. */
                agent: string | null;
                /** @description The address it was sent to, cut; only if that was the wrong one. */
                path?: string;
            }[];
        };
        ReceiptAnswer: {
            /** @enum {string} */
            result: "recorded" | "late" | "duplicate" | "kept";
            packetId: string;
            attempt: number;
        };
        RecallAnswer: {
            recalled: boolean;
        };
        StatusCounts: {
            /** @description Packets that are SCHEDULED. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            SCHEDULED: number;
            /** @description Packets that are QUEUED. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            QUEUED: number;
            /** @description Packets that are ROUTING. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            ROUTING: number;
            /** @description Packets that are TRANSMITTING. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            TRANSMITTING: number;
            /** @description Packets that are DELIVERED. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            DELIVERED: number;
            /** @description Packets that are NO_ROUTE. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            NO_ROUTE: number;
            /** @description Packets that are EXHAUSTED. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            EXHAUSTED: number;
            /** @description Packets that are EXPIRED. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            EXPIRED: number;
            /** @description Packets that are FAILED. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            FAILED: number;
            /** @description Packets that are CANCELED. Counted at most a few seconds ago, and exact up to 10,000; a count one above that means more. */
            CANCELED: number;
        };
        PacketOutput: {
            id: string;
            source: string;
            destination: string;
            /** @enum {string} */
            status: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED";
            currentRouteProvider: string | null;
            failedRouteProviders: string[];
            deliveredBy: string | null;
            attempts: components["schemas"]["AttemptOutput"][];
            /** @description What operators did with it, in order. */
            actions: components["schemas"]["PacketActionOutput"][];
            /** @description One sentence: what happened and why. */
            reason: string;
            /** @description Why it ended as it did; null while it is under way. Of `FAILED`: `ROUTING_GAVE_UP` (the routing service did not answer), `INTERNAL` (an error of ours), `CONTENTS_LOST` (the store was restored without its contents). Of `CANCELED`: by an operator or in Temporal. Otherwise the same as `status`. */
            reasonCode: ("DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "ROUTING_GAVE_UP" | "INTERNAL" | "CONTENTS_LOST" | "CANCELED_BY_OPERATOR" | "CANCELED_IN_TEMPORAL") | null;
            flags: ("late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck")[];
            lookup: {
                failures: number;
                lastError: string;
                /**
                 * @description `ROUTING_ERROR`: of the routing service. `WORKER_BUSY`: ours; it counts as no failure.
                 * @enum {string}
                 */
                lastErrorCode: "ROUTING_ERROR" | "WORKER_BUSY";
                nextTryAt: string | null;
            } | null;
            /** @description Set while the packet cannot be handed to any provider. */
            waiting: {
                /** Format: date-time */
                since: string;
                /** @enum {string} */
                why: "outage" | "paused" | "unavailable";
                /** @description Null while it waits until sending is resumed. */
                nextTryAt: string | null;
                /** @description Further details, in words. */
                detail: string;
            } | null;
            /** @description What held the packet up and is over: the last 30, in the order in which they ended. */
            delays: components["schemas"]["DelayOutput"][];
            /** @description Set while no worker can go on with it, which Temporal reports after five tries: 30 to 60 s. */
            stuck: {
                /**
                 * @description `mismatch`: the workflow code does not fit what has happened to it. `failure`: the code fails, or lacks this type. `timeout`: a worker takes a step and does not finish it. `refused`: Temporal does not accept the answer.
                 * @enum {string}
                 */
                cause: "mismatch" | "failure" | "timeout" | "refused" | "unknown";
                /** @description Temporal's own name for it. */
                detail: string;
                /** @description Only for a single packet, never in lists. */
                since: string | null;
                /** @description Tries of its present step; only for a single packet, never in lists. */
                tries: number | null;
                /** @description Likewise. */
                lastTriedAt: string | null;
            } | null;
            maxAttempts: number;
            /** @description Its delivery begins then; null where it began at once. */
            deliverAt: string | null;
            /** @description Quiet hours at its destination hold it back until then; null if none do or did. */
            quietUntil: string | null;
            /** @description When its delivery began; null before that, and if it began at once. */
            begunAt: string | null;
            /** @description No further provider is tried from then on. */
            expiresAt: string | null;
            /** @description The batch it came with, and its line in the file. */
            batch: {
                id: string;
                line: number;
            } | null;
            /** @description The packet that was sent again with this one; null where none was. */
            repeats: string | null;
            /** @description The packets with which this one was sent again, the first ones first; 20 at most. */
            repeatedBy: string[];
            orderingKey: string | null;
            holdOnFailure: boolean;
            /** @description 1 goes first, 5 last. */
            priority: number;
            /** @description Null where it is its source. */
            fairnessKey: string | null;
            /** @description Its place behind others with its ordering key while it is `QUEUED`; only for a single packet, never in lists. */
            queue: {
                /** @description Packets before it that have not begun; exact up to 10,000. */
                ahead: number;
                /**
                 * @description What its queue waits for. `packet`: another packet with the key is under way. `hold`: an operator holds the queue. `failure`: a packet that holds its queue when it fails did. `batch`: the batch of the first packet is not running. `turn`: only a worker.
                 * @enum {string}
                 */
                waitsFor: "packet" | "hold" | "failure" | "batch" | "turn";
                /** @description The packet that is waited for, or that failed. */
                packetId: string | null;
                /** @description One sentence. */
                detail: string;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            endedAt: string | null;
            /** @description Ended, but a provider may still send a receipt that corrects it. */
            settling: boolean;
            /** @description How long it listens for such a receipt. */
            settlingUntil: string | null;
            workflowId: string;
            /** @description Null until its workflow has begun. */
            runId: string | null;
        };
        AttemptOutput: {
            number: number;
            provider: string;
            /** @enum {string} */
            outcome: "PENDING" | "ACKNOWLEDGED" | "REFUSED" | "TIMED_OUT" | "REJECTED" | "UNREACHABLE" | "ABANDONED";
            /** Format: date-time */
            transmittedAt: string;
            /** Format: date-time */
            deadline: string;
            endedAt: string | null;
            /** @description Why it ended as it did; null when confirmed. */
            reason: string | null;
            /** @description The same as a code. `NO_RECEIPT`: silent; `RECALLED`: silent, or its answer was lost, and it agreed to stop; `REFUSED`: its receipt said so; `REFUSED_BY_HAND`, `FAILED_OVER`: an operator did; `REJECTED`: it answered 4xx or a redirect; `ERROR_STATUS`: it answered 429 or 5xx; `OVERTAKEN`: another provider confirmed first; `CANCELED`, `EXPIRED`, `FAILED`: the packet did meanwhile; the others say how its connection failed. */
            reasonCode: ("NO_RECEIPT" | "RECALLED" | "REFUSED" | "REFUSED_BY_HAND" | "FAILED_OVER" | "REJECTED" | "ERROR_STATUS" | "LOOK_UP_TIMEOUT" | "LOOK_UP_FAILED" | "HOST_UNKNOWN" | "HOST_WITHOUT_ADDRESS" | "HOST_UNREACHABLE" | "NETWORK_UNREACHABLE" | "NETWORK_UNAVAILABLE" | "CONNECTION_NOT_PERMITTED" | "OUT_OF_CONNECTIONS" | "CONNECT_TIMEOUT" | "CONNECTION_REFUSED" | "CONNECTION_CLOSED" | "NO_CONNECTION" | "CONNECT_FAILED" | "TLS_TIMEOUT" | "TLS_CLOSED" | "TLS_REFUSED" | "TLS_VERSION" | "TLS_NOT_SPOKEN" | "TLS_FAILED" | "CERTIFICATE_EXPIRED" | "CERTIFICATE_NOT_YET_VALID" | "CERTIFICATE_WRONG_HOST" | "CERTIFICATE_SELF_SIGNED" | "CERTIFICATE_ISSUER_UNKNOWN" | "CERTIFICATE_NOT_TRUSTED" | "CERTIFICATE_REQUIRED" | "ANSWER_TIMEOUT" | "CONNECTION_BROKEN" | "HEADERS_TOO_LONG" | "HTTP_INVALID" | "REQUEST_FAILED" | "NOT_CONFIGURED" | "HAND_OVER_FAILED" | "OVERTAKEN" | "CANCELED" | "EXPIRED" | "FAILED") | null;
            handOver: {
                /**
                 * @description `WITHDRAWN`: taken back before anything was sent, so the provider cannot have it.
                 * @enum {string}
                 */
                state: "SENDING" | "ACCEPTED" | "FAILED" | "WITHDRAWN";
                status: number | null;
                latencyMs: number | null;
            };
            receipt: {
                /** Format: date-time */
                receivedAt: string;
                delivered: boolean;
                reason: string | null;
                /** @description The provider's own name for it, perhaps cut. */
                providerReference: string | null;
                /** @description An operator gave it in the place of the provider. */
                byHand: boolean;
            } | null;
            late: boolean;
            /** @description False while the provider may still deliver it. */
            settled: boolean;
            graceUntil: string | null;
            duplicates: number;
            /** @description It was asked to stop before the next provider got the packet. */
            recall: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                result: "ASKED" | "RECALLED" | "NOT_RECALLED" | "FAILED";
            } | null;
            /** @description Why this provider was chosen. */
            choice: components["schemas"]["RouteChoiceOutput"] | null;
        };
        RouteChoiceOutput: {
            /** @enum {string} */
            by: "order" | "quality" | "exploration" | "service" | "fallback" | "operator";
            skipped: {
                provider: string;
                /** @enum {string} */
                why: "drained" | "breaker" | "prefix" | "skipped";
            }[];
            /** @description Its confirmed share, 0 to 1. */
            share: number | null;
            /** @description Its receipts' median time in milliseconds. */
            medianMs: number | null;
        };
        PacketActionOutput: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            do: "fail-over" | "extend" | "skip" | "prefer" | "confirm" | "refuse" | "cancel";
            /** @description As they call themselves; null where they did not say. */
            who: string | null;
            reason: string;
            /** @description The attempt it was about, or the latest one then; null before the first. */
            attempt: number | null;
            /** @description The provider it was about; null if there was none. */
            provider: string | null;
            /**
             * @description In words.
             * @example failed over from RouteA
             */
            told: string;
        };
        /** @description `takenBack`: when its turn came, its provider took no new packets; nothing was sent, and it does not count as an attempt. */
        DelayOutput: {
            /** @constant */
            kind: "lookUpFailed";
            /** Format: date-time */
            at: string;
            error: string;
            /** @enum {string} */
            errorCode: "ROUTING_ERROR" | "WORKER_BUSY";
            /** @description Null where it was the last try. */
            nextTryAt: string | null;
        } | {
            /** @constant */
            kind: "waited";
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            until: string;
            /** @enum {string} */
            why: "outage" | "paused" | "unavailable";
            detail: string;
        } | {
            /** @constant */
            kind: "takenBack";
            /** Format: date-time */
            at: string;
            provider: string;
        };
        AlertingViewOutput: {
            id: string;
            name: string;
            /** @description As in the query of the list. A span in `within` moves along with the time. */
            filter: {
                /**
                 * @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.
                 * @enum {string}
                 */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /**
                 * @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.
                 * @example +017771110000
                 */
                id?: string;
                /**
                 * @description Has it, delivered it or failed to deliver it.
                 * @example RouteA
                 */
                provider?: string;
                /**
                 * @description More than one provider was tried, whatever came of it.
                 * @constant
                 */
                failedOver?: "true";
                /**
                 * @description This provider was tried, and another one after it.
                 * @example RouteA
                 */
                failedOverFrom?: string;
                /**
                 * @description Its source or its destination, as a whole.
                 * @example +017771110000
                 */
                address?: string;
                /**
                 * @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".
                 * @example +017771110000
                 */
                destination?: string;
                /**
                 * @description Likewise.
                 * @example +017771110000
                 */
                source?: string;
                /**
                 * @description Came with this batch.
                 * @example newsletter-2030-01
                 */
                batch?: string;
                orderingKey?: string;
                /** @enum {string} */
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                /** @enum {string} */
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /**
                 * Format: date-time
                 * @description Submitted at or after.
                 */
                from?: string;
                /**
                 * Format: date-time
                 * @description Submitted before.
                 */
                to?: string;
                /**
                 * Format: date-time
                 * @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.
                 */
                activeFrom?: string;
                /**
                 * Format: date-time
                 * @description Last active before.
                 */
                activeTo?: string;
                /**
                 * @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.
                 * @example 1h
                 */
                within?: string;
                /**
                 * @description Time zone in which the days of `within` begin. Default: UTC.
                 * @example Europe/Berlin
                 */
                zone?: string;
                /**
                 * @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.
                 * @example +017771110000
                 */
                q?: string;
                /**
                 * @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`.
                 * @enum {string}
                 */
                sort?: "active" | "newest" | "oldest" | "due";
            };
            /**
             * @description The view alerts when it holds at least this many packets.
             * @example 100
             */
            atLeast: number;
        };
        ListChange: {
            order: string[];
            changed: components["schemas"]["PacketOutput"][];
            total: number;
        };
        Health: {
            /** @enum {string} */
            temporal: "up" | "down";
            /** @enum {string} */
            store: "up" | "down";
            workers: number | null;
            reasons: string[];
            /** @description All sending is paused by an operator, or resumes gradually after that. */
            sending: {
                /** @enum {string} */
                state: "paused" | "resuming";
                /** Format: date-time */
                since: string;
                reason: string;
            } | null;
            /** @description Packets that no worker can go on with; null while Temporal cannot say. */
            stuck: number | null;
            /** @description Problems to fix although packets are delivered, as sentences. */
            warnings: string[];
        };
    };
    responses: {
        /** @description `INVALID_REQUEST`: The request is not valid. */
        INVALID_REQUEST: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `CROSS_ORIGIN`: Changes and live views from another origin are refused. */
        CROSS_ORIGIN: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `TIMED_OUT`: The request took too long to arrive. */
        TIMED_OUT: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `PACKET_EXISTS`: A packet with this id exists.
         *
         *     `IDEMPOTENCY_KEY_REUSED`: The idempotency key was used with another body.
         */
        "PACKET_EXISTS.IDEMPOTENCY_KEY_REUSED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `TOO_LARGE`: The body is too large. */
        TOO_LARGE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `UNSUPPORTED_MEDIA_TYPE`: The media type of the body is not supported. */
        UNSUPPORTED_MEDIA_TYPE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `UNKNOWN_EXPECTATION`: This expectation cannot be met. */
        UNKNOWN_EXPECTATION: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `UNKNOWN_HOST`: This host name is not known here. */
        UNKNOWN_HOST: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `HEADERS_TOO_LARGE`: The headers are too large. */
        HEADERS_TOO_LARGE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `INTERNAL`: Internal error. */
        INTERNAL: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `STORE_SET_BACK`: The store was set back.
         *
         *     `STORE_UNREACHABLE`: PostgreSQL cannot be reached.
         */
        "STORE_SET_BACK.STORE_UNREACHABLE": {
            headers: {
                /** @description Seconds. */
                "Retry-After": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `INVALID_REQUEST`: The request is not valid.
         *
         *     `BAD_CURSOR`: The cursor does not belong to this list.
         */
        "INVALID_REQUEST.BAD_CURSOR": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `STORE_UNREACHABLE`: PostgreSQL cannot be reached. */
        STORE_UNREACHABLE: {
            headers: {
                /** @description Seconds. */
                "Retry-After": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `PACKET_NOT_FOUND`: No such packet. */
        PACKET_NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `CONTENTS_ERASED`: The contents were erased.
         *
         *     `CONTENTS_LOST`: The contents are lost.
         */
        "CONTENTS_ERASED.CONTENTS_LOST": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `STORE_UNREACHABLE`: PostgreSQL cannot be reached.
         *
         *     `TEMPORAL_UNREACHABLE`: Temporal cannot be reached.
         *
         *     `TEMPORAL_BUSY`: Temporal is overloaded.
         *
         *     `NOT_READY`: Not ready.
         */
        "STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY": {
            headers: {
                /** @description Seconds. */
                "Retry-After": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `PACKET_ENDED`: The packet has ended.
         *
         *     `ACTION_NOT_APPLICABLE`: The action does not apply to the packet now.
         */
        "PACKET_ENDED.ACTION_NOT_APPLICABLE": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `NOT_SCHEDULED`: The packet is no longer scheduled. */
        NOT_SCHEDULED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `MAY_BE_DELIVERED`: The packet may have been delivered, or may still be.
         *
         *     `PACKET_EXISTS`: A packet with this id exists.
         *
         *     `IDEMPOTENCY_KEY_REUSED`: The idempotency key was used with another body.
         */
        "MAY_BE_DELIVERED.PACKET_EXISTS.IDEMPOTENCY_KEY_REUSED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `PACKET_IN_FLIGHT`: The packet has not ended. */
        PACKET_IN_FLIGHT: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `TOO_MANY_VIEWERS`: Too many live views are open.
         *
         *     `NOT_READY`: Not ready.
         */
        "TOO_MANY_VIEWERS.NOT_READY": {
            headers: {
                /** @description Seconds. */
                "Retry-After": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `ACTION_NOT_APPLICABLE`: The action does not apply to the packet now.
         *
         *     `IDEMPOTENCY_KEY_REUSED`: The idempotency key was used with another body.
         */
        "ACTION_NOT_APPLICABLE.IDEMPOTENCY_KEY_REUSED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `NO_WORKER`: No worker can carry it out now.
         *
         *     `STORE_UNREACHABLE`: PostgreSQL cannot be reached.
         *
         *     `TEMPORAL_UNREACHABLE`: Temporal cannot be reached.
         *
         *     `TEMPORAL_BUSY`: Temporal is overloaded.
         *
         *     `NOT_READY`: Not ready.
         */
        "NO_WORKER.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY": {
            headers: {
                /** @description Seconds. */
                "Retry-After": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `OUTCOME_UNKNOWN`: It is not known whether it took effect. */
        OUTCOME_UNKNOWN: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `PACKET_NOT_FOUND`: No such packet.
         *
         *     `PROVIDER_NOT_FOUND`: No such provider.
         */
        "PACKET_NOT_FOUND.PROVIDER_NOT_FOUND": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `BATCH_EXISTS`: A batch with this id and other rows exists.
         *
         *     `BATCH_STATE`: The batch is in another state.
         */
        "BATCH_EXISTS.BATCH_STATE": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `BATCH_NOT_FOUND`: No such batch. */
        BATCH_NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `BATCH_STATE`: The batch is in another state. */
        BATCH_STATE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `BATCH_STATE`: The batch is in another state.
         *
         *     `BATCH_EXISTS`: A batch with this id and other rows exists.
         */
        "BATCH_STATE.BATCH_EXISTS": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `TOO_MANY_PACKETS`: Too many packets for one bulk action. */
        TOO_MANY_PACKETS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `COUNT_CHANGED`: The number of packets has changed.
         *
         *     `TOO_MANY_PACKETS`: Too many packets for one bulk action.
         *
         *     `BULK_ACTION_EXISTS`: Another bulk action with this id exists.
         */
        "COUNT_CHANGED.TOO_MANY_PACKETS.BULK_ACTION_EXISTS": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `BULK_ACTION_NOT_FOUND`: No such bulk action. */
        BULK_ACTION_NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `BULK_ACTION_STATE`: The bulk action is in another state. */
        BULK_ACTION_STATE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `BULK_ACTION_STATE`: The bulk action is in another state.
         *
         *     `BULK_ACTION_EXISTS`: Another bulk action with this id exists.
         *
         *     `COUNT_CHANGED`: The number of packets has changed.
         */
        "BULK_ACTION_STATE.BULK_ACTION_EXISTS.COUNT_CHANGED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `VIEW_EXISTS`: A view with this name exists.
         *
         *     `TOO_MANY_VIEWS`: There are too many views.
         */
        "VIEW_EXISTS.TOO_MANY_VIEWS": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `VIEW_NOT_FOUND`: No such view. */
        VIEW_NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `VIEW_EXISTS`: A view with this name exists. */
        VIEW_EXISTS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `RECURRENCE_NOT_FOUND`: No such recurring submission. */
        RECURRENCE_NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `PROVIDER_NOT_FOUND`: No such provider. */
        PROVIDER_NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `NO_PROBE_DESTINATION`: No destination for probes is set. */
        NO_PROBE_DESTINATION: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `NOTIFICATION_NOT_FOUND`: No such notification. */
        NOTIFICATION_NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `NOTIFICATION_WAITS`: The notification waits to be sent. */
        NOTIFICATION_WAITS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `TOO_MANY_RECEIVERS`: There are too many subscriptions. */
        TOO_MANY_RECEIVERS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `RECEIVER_NOT_FOUND`: No such receiver. */
        RECEIVER_NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `STORE_SET_BACK`: The store was set back.
         *
         *     `STORE_UNREACHABLE`: PostgreSQL cannot be reached.
         *
         *     `TEMPORAL_UNREACHABLE`: Temporal cannot be reached.
         *
         *     `TEMPORAL_BUSY`: Temporal is overloaded.
         *
         *     `NOT_READY`: Not ready.
         */
        "STORE_SET_BACK.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY": {
            headers: {
                /** @description Seconds. */
                "Retry-After": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `UNAUTHENTICATED_RECEIPT`: The receipt could not be authenticated. */
        UNAUTHENTICATED_RECEIPT: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `UNKNOWN_TOKEN`: The token was not sealed here. */
        UNKNOWN_TOKEN: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `RECEIPT_CONTRADICTS`: A receipt with this webhook-id and another body was taken. */
        RECEIPT_CONTRADICTS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listPackets: {
        parameters: {
            query?: {
                /** @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`. */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /** @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key. */
                id?: string;
                /** @description Has it, delivered it or failed to deliver it. */
                provider?: string;
                /** @description More than one provider was tried, whatever came of it. */
                failedOver?: "true";
                /** @description This provider was tried, and another one after it. */
                failedOverFrom?: string;
                /** @description Its source or its destination, as a whole. */
                address?: string;
                /** @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+". */
                destination?: string;
                /** @description Likewise. */
                source?: string;
                /** @description Came with this batch. */
                batch?: string;
                orderingKey?: string;
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /** @description Submitted at or after. */
                from?: string;
                /** @description Submitted before. */
                to?: string;
                /** @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted. */
                activeFrom?: string;
                /** @description Last active before. */
                activeTo?: string;
                /** @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday. */
                within?: string;
                /** @description Time zone in which the days of `within` begin. Default: UTC. */
                zone?: string;
                /** @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number. */
                q?: string;
                /** @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`. */
                sort?: "active" | "newest" | "oldest" | "due";
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketPage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    submitPacket: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: the same key and body give the same packet, also after a restart. With another body, even one that differs only in the id, the key is refused. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            /** @description Accepted before, with the same key and body: the packet as it is now. */
            200: {
                headers: {
                    /** @description Address of the packet. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    /** @description Address of the packet. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["PACKET_EXISTS.IDEMPOTENCY_KEY_REUSED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_SET_BACK.STORE_UNREACHABLE"];
        };
    };
    downloadPackets: {
        parameters: {
            query?: {
                /** @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`. */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /** @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key. */
                id?: string;
                /** @description Has it, delivered it or failed to deliver it. */
                provider?: string;
                /** @description More than one provider was tried, whatever came of it. */
                failedOver?: "true";
                /** @description This provider was tried, and another one after it. */
                failedOverFrom?: string;
                /** @description Its source or its destination, as a whole. */
                address?: string;
                /** @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+". */
                destination?: string;
                /** @description Likewise. */
                source?: string;
                /** @description Came with this batch. */
                batch?: string;
                orderingKey?: string;
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /** @description Submitted at or after. */
                from?: string;
                /** @description Submitted before. */
                to?: string;
                /** @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted. */
                activeFrom?: string;
                /** @description Last active before. */
                activeTo?: string;
                /** @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday. */
                within?: string;
                /** @description Time zone in which the days of `within` begin. Default: UTC. */
                zone?: string;
                /** @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number. */
                q?: string;
                /** @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`. */
                sort?: "active" | "newest" | "oldest" | "due";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row for each, in the order asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    downloadPacketLines: {
        parameters: {
            query?: {
                /** @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`. */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /** @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key. */
                id?: string;
                /** @description Has it, delivered it or failed to deliver it. */
                provider?: string;
                /** @description More than one provider was tried, whatever came of it. */
                failedOver?: "true";
                /** @description This provider was tried, and another one after it. */
                failedOverFrom?: string;
                /** @description Its source or its destination, as a whole. */
                address?: string;
                /** @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+". */
                destination?: string;
                /** @description Likewise. */
                source?: string;
                /** @description Came with this batch. */
                batch?: string;
                orderingKey?: string;
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /** @description Submitted at or after. */
                from?: string;
                /** @description Submitted before. */
                to?: string;
                /** @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted. */
                activeFrom?: string;
                /** @description Last active before. */
                activeTo?: string;
                /** @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday. */
                within?: string;
                /** @description Time zone in which the days of `within` begin. Default: UTC. */
                zone?: string;
                /** @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number. */
                q?: string;
                /** @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`. */
                sort?: "active" | "newest" | "oldest" | "due";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One packet on each line, in the order asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    getPacket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The packet. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    getContents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contents"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            410: components["responses"]["CONTENTS_ERASED.CONTENTS_LOST"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    getHistory: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
        };
    };
    listPacketReceipts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketReceipts"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    cancelPacket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description Canceled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            /** @description Recorded, but no worker took it within 2 s: it takes effect as soon as one does. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["PACKET_ENDED.ACTION_NOT_APPLICABLE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    reschedulePacket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    deliverAt: string;
                    /** @example Europe/Berlin */
                    timeZone?: string;
                    /**
                     * @description Why. It is stored without invisible characters, and all operators can see it.
                     * @example They announced maintenance until 14:00
                     */
                    reason?: string;
                    /** @description Who does it, as they call themselves. */
                    who?: string;
                };
            };
        };
        responses: {
            /** @description The packet as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["NOT_SCHEDULED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    sendPacketNow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The packet as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["NOT_SCHEDULED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    sendPacketAgain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: the same key and body give the same packet, also after a restart. With another body, even one that differs only in the id, the key is refused. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendingAgain"];
            };
        };
        responses: {
            /** @description Accepted before, with the same key and body: the packet as it is now. */
            200: {
                headers: {
                    /** @description Address of the packet. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    /** @description Address of the packet. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["MAY_BE_DELIVERED.PACKET_EXISTS.IDEMPOTENCY_KEY_REUSED"];
            410: components["responses"]["CONTENTS_ERASED.CONTENTS_LOST"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_SET_BACK.STORE_UNREACHABLE"];
        };
    };
    readTime: {
        parameters: {
            query: {
                text: string;
                timeZone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instant, and the time in words. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeRead"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
        };
    };
    eraseContents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description They are gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentsErased"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["PACKET_IN_FLIGHT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    watchPacket: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the last event that had one; sent by clients that reconnect. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description For a client that reconnects and has the last state: nothing more will come. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["TOO_MANY_VIEWERS.NOT_READY"];
        };
    };
    watchPackets: {
        parameters: {
            query?: {
                /** @description `IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`. */
                status?: "SCHEDULED" | "QUEUED" | "ROUTING" | "TRANSMITTING" | "DELIVERED" | "NO_ROUTE" | "EXHAUSTED" | "EXPIRED" | "FAILED" | "CANCELED" | "IN_FLIGHT" | "UNDELIVERED";
                /** @description Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key. */
                id?: string;
                /** @description Has it, delivered it or failed to deliver it. */
                provider?: string;
                /** @description More than one provider was tried, whatever came of it. */
                failedOver?: "true";
                /** @description This provider was tried, and another one after it. */
                failedOverFrom?: string;
                /** @description Its source or its destination, as a whole. */
                address?: string;
                /** @description As it was submitted, in capital or small letters; a number in any common writing, with or without its "+". */
                destination?: string;
                /** @description Likewise. */
                source?: string;
                /** @description Came with this batch. */
                batch?: string;
                orderingKey?: string;
                priority?: "1" | "2" | "3" | "4" | "5";
                /** @description As it was given. */
                fairnessKey?: string;
                flag?: "late" | "doubled" | "risk" | "grace" | "contradicted" | "waiting" | "settling" | "stuck";
                /** @description Submitted at or after. */
                from?: string;
                /** @description Submitted before. */
                to?: string;
                /** @description Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted. */
                activeFrom?: string;
                /** @description Last active before. */
                activeTo?: string;
                /** @description Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday. */
                within?: string;
                /** @description Time zone in which the days of `within` begin. Default: UTC. */
                zone?: string;
                /** @description What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number. */
                q?: string;
                /** @description `active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`. */
                sort?: "active" | "newest" | "oldest" | "due";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["TOO_MANY_VIEWERS.NOT_READY"];
        };
    };
    failOver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: the same key does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnAttempt"];
            };
        };
        responses: {
            /** @description The packet after the action, which is in effect and stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["ACTION_NOT_APPLICABLE.IDEMPOTENCY_KEY_REUSED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["NO_WORKER.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
            504: components["responses"]["OUTCOME_UNKNOWN"];
        };
    };
    extendAttempt: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: the same key does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtendAttempt"];
            };
        };
        responses: {
            /** @description The packet after the action, which is in effect and stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["ACTION_NOT_APPLICABLE.IDEMPOTENCY_KEY_REUSED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["NO_WORKER.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
            504: components["responses"]["OUTCOME_UNKNOWN"];
        };
    };
    skipProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: the same key does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WishForProvider"];
            };
        };
        responses: {
            /** @description The packet after the action, which is in effect and stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND.PROVIDER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["ACTION_NOT_APPLICABLE.IDEMPOTENCY_KEY_REUSED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["NO_WORKER.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
            504: components["responses"]["OUTCOME_UNKNOWN"];
        };
    };
    preferProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: the same key does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WishForProvider"];
            };
        };
        responses: {
            /** @description The packet after the action, which is in effect and stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND.PROVIDER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["ACTION_NOT_APPLICABLE.IDEMPOTENCY_KEY_REUSED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["NO_WORKER.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
            504: components["responses"]["OUTCOME_UNKNOWN"];
        };
    };
    confirmByHand: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: the same key does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnAttempt"];
            };
        };
        responses: {
            /** @description The packet after the action, which is in effect and stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["ACTION_NOT_APPLICABLE.IDEMPOTENCY_KEY_REUSED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["NO_WORKER.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
            504: components["responses"]["OUTCOME_UNKNOWN"];
        };
    };
    refuseByHand: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: the same key does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnAttempt"];
            };
        };
        responses: {
            /** @description The packet after the action, which is in effect and stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketOutput"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["ACTION_NOT_APPLICABLE.IDEMPOTENCY_KEY_REUSED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["NO_WORKER.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
            504: components["responses"]["OUTCOME_UNKNOWN"];
        };
    };
    getBoard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The board; `whole` is true. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardChange"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    watchBoard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["TOO_MANY_VIEWERS.NOT_READY"];
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    uploadBatch: {
        parameters: {
            query?: {
                /** @description Generated by default. Uploading the same file again under the same id resumes an upload that broke off. */
                id?: string;
                /** @description Name of the file, as it is shown. */
                name?: string;
                /** @description `skip`: rows without a fault are sent. `refuse`: nothing is sent if a row is at fault. */
                badRows?: "skip" | "refuse";
                /** @description Of CSV; detected by default. */
                separator?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description JSON: maps the name of a column to a field, or to null if the column is not used. Columns left out are matched to fields by their names. */
                columns?: string;
                /** @description Default for rows without one; the same applies to the fields that follow. */
                source?: string;
                destination?: string;
                text?: string;
                maxAttempts?: number;
                receiptTimeoutMs?: number;
                deliverAt?: string;
                timeZone?: string;
                expiresAt?: string;
                notifyUrl?: string;
                orderingKey?: string;
                holdOnFailure?: "true" | "false";
                priority?: number;
                fairnessKey?: string;
                reason?: string;
                who?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/csv": string;
                "application/x-ndjson": string;
                "application/ndjson": string;
                "application/jsonl": string;
            };
        };
        responses: {
            /** @description The whole file was uploaded before: the batch as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description Stored. */
            202: {
                headers: {
                    /** @description Address of the batch. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BATCH_EXISTS.BATCH_STATE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_SET_BACK.STORE_UNREACHABLE"];
        };
    };
    previewBatch: {
        parameters: {
            query?: {
                /** @description `skip`: rows without a fault are sent. `refuse`: nothing is sent if a row is at fault. */
                badRows?: "skip" | "refuse";
                /** @description Of CSV; detected by default. */
                separator?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description JSON: maps the name of a column to a field, or to null if the column is not used. Columns left out are matched to fields by their names. */
                columns?: string;
                /** @description Default for rows without one; the same applies to the fields that follow. */
                source?: string;
                destination?: string;
                text?: string;
                maxAttempts?: number;
                receiptTimeoutMs?: number;
                deliverAt?: string;
                timeZone?: string;
                expiresAt?: string;
                notifyUrl?: string;
                orderingKey?: string;
                holdOnFailure?: "true" | "false";
                priority?: number;
                fairnessKey?: string;
                /** @description `true` if the file is longer than these bytes: the last row may be cut and is left out. */
                isCut?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/csv": string;
                "application/x-ndjson": string;
                "application/ndjson": string;
                "application/jsonl": string;
            };
        };
        responses: {
            /** @description The first rows, and what is wrong. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPreview"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            404: components["responses"]["BATCH_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listRowFaults: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, in the order of the file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowFaultPage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            404: components["responses"]["BATCH_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    downloadRowFaults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            404: components["responses"]["BATCH_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    downloadResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row for each, in the order of the file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            404: components["responses"]["BATCH_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    pauseBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The batch as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BATCH_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BATCH_STATE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    resumeBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The batch as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BATCH_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BATCH_STATE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    stopBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description The batch as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BATCH_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BATCH_STATE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    repeatBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Unique for as long as the batch is kept.
                     * @example newsletter-2030-01
                     */
                    id?: string;
                    /**
                     * @description Why. It is stored without invisible characters, and all operators can see it.
                     * @example They announced maintenance until 14:00
                     */
                    reason?: string;
                    /** @description Who does it, as they call themselves. */
                    who?: string;
                };
            };
        };
        responses: {
            /** @description The new batch. */
            202: {
                headers: {
                    /** @description Address of the batch. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BATCH_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BATCH_STATE.BATCH_EXISTS"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    previewBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkChoice"];
            };
        };
        responses: {
            /** @description As of now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkPreview"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["TOO_MANY_PACKETS"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listBulkActions: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionPage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    beginBulkAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: it begins one bulk action. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBulkAction"];
            };
        };
        responses: {
            /** @description The same request has begun it before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            /** @description Its packets are fixed. */
            202: {
                headers: {
                    /** @description Address of the bulk action. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["COUNT_CHANGED.TOO_MANY_PACKETS.BULK_ACTION_EXISTS"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_SET_BACK.STORE_UNREACHABLE"];
        };
    };
    getBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most half a second old. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            404: components["responses"]["BULK_ACTION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listBulkItems: {
        parameters: {
            query?: {
                result?: "WAITING" | "ASKED" | "DONE" | "REFUSED" | "FAILED" | "LEFT";
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, in the order of their turns. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkItemPage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            404: components["responses"]["BULK_ACTION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    downloadBulkResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row for each packet. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            404: components["responses"]["BULK_ACTION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    pauseBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The bulk action as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BULK_ACTION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BULK_ACTION_STATE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    resumeBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The bulk action as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BULK_ACTION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BULK_ACTION_STATE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    stopBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description The bulk action as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BULK_ACTION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BULK_ACTION_STATE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    retryBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The bulk action as it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BULK_ACTION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BULK_ACTION_STATE"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    undoBulkAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to repeat the request: it begins one bulk action. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Unique for as long as the batch is kept. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description The same request has begun it before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            /** @description Its packets are fixed. */
            202: {
                headers: {
                    /** @description Address of the bulk action. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAction"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["BULK_ACTION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["BULK_ACTION_STATE.BULK_ACTION_EXISTS.COUNT_CHANGED"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_SET_BACK.STORE_UNREACHABLE"];
        };
    };
    listQueues: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuePage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    getQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Packets with the same key are delivered one after the other, in the order in which they were accepted: the next one begins when the one before has ended. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description For a key that no packet has: an empty queue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    holdQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Packets with the same key are delivered one after the other, in the order in which they were accepted: the next one begins when the one before has ended. */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description As it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    releaseQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Packets with the same key are delivered one after the other, in the order in which they were accepted: the next one begins when the one before has ended. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description As it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    dropQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Packets with the same key are delivered one after the other, in the order in which they were accepted: the next one begins when the one before has ended. */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description How many were canceled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDropped"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    createView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewView"];
            };
        };
        responses: {
            /** @description Saved. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["VIEW_EXISTS.TOO_MANY_VIEWS"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    saveView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewChange"];
            };
        };
        responses: {
            /** @description As it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["VIEW_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["VIEW_EXISTS"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The views that are left. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["VIEW_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listRecurrences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecurrenceList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    createRecurrence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    submission: {
                        /**
                         * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
                         * @example +017771110000
                         */
                        source: string;
                        /**
                         * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
                         * @example +017771110000
                         */
                        destination: string;
                        /**
                         * @description Plain text, at most 256 KiB in UTF-8.
                         * @example Hello
                         */
                        text?: string;
                        /**
                         * @description Base64, at most 256 KiB decoded.
                         * @example SGVsbG8=
                         */
                        contents?: string;
                        maxAttempts?: number;
                        receiptTimeoutMs?: number;
                        /**
                         * Format: uri
                         * @description An http or https address. Private and link-local addresses and those of metadata services are refused, unless NOTIFY_ALLOW_PRIVATE allows them.
                         * @example https://example.com/hooks/waybill
                         */
                        notifyUrl?: string;
                        /**
                         * @description Packets with the same key are delivered one after the other, in the order in which they were accepted: the next one begins when the one before has ended.
                         * @example customer-4711
                         */
                        orderingKey?: string;
                        /** @description If this packet ends undelivered, the packets behind it wait until an operator releases the queue. By default they go on. */
                        holdOnFailure?: boolean;
                        /** @description When packets wait for workers, 1 goes first and 5 last. Default: 3. */
                        priority?: number;
                        /**
                         * @description When packets of one priority wait for workers, each key gets an equal share, however many packets it has. Default: the source.
                         * @example newsletter
                         */
                        fairnessKey?: string;
                    };
                    timing: {
                        /** @example 0 9 * * 1-5 */
                        cron: string;
                        /**
                         * @default UTC
                         * @example Europe/Berlin
                         */
                        timeZone?: string;
                    } | {
                        everyMs: number;
                    };
                    /**
                     * @description Why. It is stored without invisible characters, and all operators can see it.
                     * @example They announced maintenance until 14:00
                     */
                    reason?: string;
                    /** @description Who does it, as they call themselves. */
                    who?: string;
                };
            };
        };
        responses: {
            /** @description Stored; Temporal gets it at once, or as soon as it can be reached. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recurrence"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    editRecurrence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    submission: {
                        /**
                         * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
                         * @example +017771110000
                         */
                        source: string;
                        /**
                         * @description Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.
                         * @example +017771110000
                         */
                        destination: string;
                        /**
                         * @description Plain text, at most 256 KiB in UTF-8.
                         * @example Hello
                         */
                        text?: string;
                        /**
                         * @description Base64, at most 256 KiB decoded.
                         * @example SGVsbG8=
                         */
                        contents?: string;
                        maxAttempts?: number;
                        receiptTimeoutMs?: number;
                        /**
                         * Format: uri
                         * @description An http or https address. Private and link-local addresses and those of metadata services are refused, unless NOTIFY_ALLOW_PRIVATE allows them.
                         * @example https://example.com/hooks/waybill
                         */
                        notifyUrl?: string;
                        /**
                         * @description Packets with the same key are delivered one after the other, in the order in which they were accepted: the next one begins when the one before has ended.
                         * @example customer-4711
                         */
                        orderingKey?: string;
                        /** @description If this packet ends undelivered, the packets behind it wait until an operator releases the queue. By default they go on. */
                        holdOnFailure?: boolean;
                        /** @description When packets wait for workers, 1 goes first and 5 last. Default: 3. */
                        priority?: number;
                        /**
                         * @description When packets of one priority wait for workers, each key gets an equal share, however many packets it has. Default: the source.
                         * @example newsletter
                         */
                        fairnessKey?: string;
                    };
                    timing: {
                        /** @example 0 9 * * 1-5 */
                        cron: string;
                        /**
                         * @default UTC
                         * @example Europe/Berlin
                         */
                        timeZone?: string;
                    } | {
                        everyMs: number;
                    };
                    /**
                     * @description Why. It is stored without invisible characters, and all operators can see it.
                     * @example They announced maintenance until 14:00
                     */
                    reason?: string;
                    /** @description Who does it, as they call themselves. */
                    who?: string;
                };
            };
        };
        responses: {
            /** @description As it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recurrence"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["RECURRENCE_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    pauseRecurrence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description As it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recurrence"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["RECURRENCE_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    resumeRecurrence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description As it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recurrence"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["RECURRENCE_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    runRecurrence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description As it is then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recurrence"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["RECURRENCE_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
        };
    };
    deleteRecurrence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The deleted recurring submission, as it was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recurrence"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["RECURRENCE_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, counted at most a few seconds ago. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    getScoreboard: {
        parameters: {
            query?: {
                /** @description How far back packets are counted. */
                window?: "1h" | "24h" | "7d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every provider. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scoreboard"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    planRoute: {
        parameters: {
            query: {
                /** @description As it was submitted. A leading space is read as "+", which URL decoding turns into a space. */
                destination: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutePlan"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    drainProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description In force for every choice made 2 s from now, on all workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PROVIDER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    resumeProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description In force for every choice made 2 s from now, on all workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PROVIDER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    setProviderTimeout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TimeoutChange"];
            };
        };
        responses: {
            /** @description In force for every choice made 2 s from now, on all workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PROVIDER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    probeProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description In force for every choice made 2 s from now, on all workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["PROVIDER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["NO_PROBE_DESTINATION"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    reorderProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderChange"];
            };
        };
        responses: {
            /** @description In force for every choice made 2 s from now, on all workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    pauseSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description In force for every choice made 2 s from now, on all workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    resumeSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResumeChange"];
            };
        };
        responses: {
            /** @description In force for every choice made 2 s from now, on all workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    setRouting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutingChange"];
            };
        };
        responses: {
            /** @description In force for every choice made 2 s from now, on all workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listPacketNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Unique while its workflow is retained. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notifications, 500 at most. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PacketNotifications"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            404: components["responses"]["PACKET_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    sendNotificationAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description It waits to be sent. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["NOTIFICATION_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["NOTIFICATION_WAITS"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listReceivers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiverList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    subscribe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Subscription"];
            };
        };
        responses: {
            /** @description Subscribed. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscribed"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["TOO_MANY_RECEIVERS"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    enableReceiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The receivers as they are from then on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiverList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["RECEIVER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    disableReceiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description The receivers as they are from then on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiverList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["RECEIVER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    deleteReceiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorReason"];
            };
        };
        responses: {
            /** @description The receivers as they are from then on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiverList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["RECEIVER_NOT_FOUND"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                who?: string;
                action?: "packet.cancel" | "packet.fail-over" | "packet.extend" | "packet.skip" | "packet.prefer" | "packet.confirm" | "packet.refuse" | "packet.reschedule" | "packet.send-now" | "packet.send-again" | "packet.erase" | "batch.upload" | "batch.pause" | "batch.resume" | "batch.stop" | "batch.repeat" | "bulk-action.begin" | "bulk-action.pause" | "bulk-action.resume" | "bulk-action.stop" | "bulk-action.retry" | "bulk-action.undo" | "queue.hold" | "queue.release" | "queue.drop" | "view.create" | "view.save" | "view.delete" | "recurrence.create" | "recurrence.edit" | "recurrence.pause" | "recurrence.resume" | "recurrence.run" | "recurrence.delete" | "provider.drain" | "provider.resume" | "provider.set-timeout" | "provider.probe" | "providers.pause" | "providers.resume" | "providers.reorder" | "providers.set-routing" | "receiver.create" | "receiver.enable" | "receiver.disable" | "receiver.delete" | "notification.send-again" | "self-test.run";
                kind?: "packet" | "batch" | "bulk-action" | "queue" | "view" | "recurrence" | "provider" | "providers" | "receiver" | "notification" | "self-test";
                /** @description The whole id or name of the subject, or of what the action created. */
                subject?: string;
                result?: "UNKNOWN" | "DONE" | "LATER" | "REFUSED" | "FAILED";
                via?: "page" | "command-line" | "api";
                from?: string;
                /** @description Not included. */
                to?: string;
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    downloadAudit: {
        parameters: {
            query?: {
                who?: string;
                action?: "packet.cancel" | "packet.fail-over" | "packet.extend" | "packet.skip" | "packet.prefer" | "packet.confirm" | "packet.refuse" | "packet.reschedule" | "packet.send-now" | "packet.send-again" | "packet.erase" | "batch.upload" | "batch.pause" | "batch.resume" | "batch.stop" | "batch.repeat" | "bulk-action.begin" | "bulk-action.pause" | "bulk-action.resume" | "bulk-action.stop" | "bulk-action.retry" | "bulk-action.undo" | "queue.hold" | "queue.release" | "queue.drop" | "view.create" | "view.save" | "view.delete" | "recurrence.create" | "recurrence.edit" | "recurrence.pause" | "recurrence.resume" | "recurrence.run" | "recurrence.delete" | "provider.drain" | "provider.resume" | "provider.set-timeout" | "provider.probe" | "providers.pause" | "providers.resume" | "providers.reorder" | "providers.set-routing" | "receiver.create" | "receiver.enable" | "receiver.disable" | "receiver.delete" | "notification.send-again" | "self-test.run";
                kind?: "packet" | "batch" | "bulk-action" | "queue" | "view" | "recurrence" | "provider" | "providers" | "receiver" | "notification" | "self-test";
                /** @description The whole id or name of the subject, or of what the action created. */
                subject?: string;
                result?: "UNKNOWN" | "DONE" | "LATER" | "REFUSED" | "FAILED";
                via?: "page" | "command-line" | "api";
                from?: string;
                /** @description Not included. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that match. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    downloadAuditLines: {
        parameters: {
            query?: {
                who?: string;
                action?: "packet.cancel" | "packet.fail-over" | "packet.extend" | "packet.skip" | "packet.prefer" | "packet.confirm" | "packet.refuse" | "packet.reschedule" | "packet.send-now" | "packet.send-again" | "packet.erase" | "batch.upload" | "batch.pause" | "batch.resume" | "batch.stop" | "batch.repeat" | "bulk-action.begin" | "bulk-action.pause" | "bulk-action.resume" | "bulk-action.stop" | "bulk-action.retry" | "bulk-action.undo" | "queue.hold" | "queue.release" | "queue.drop" | "view.create" | "view.save" | "view.delete" | "recurrence.create" | "recurrence.edit" | "recurrence.pause" | "recurrence.resume" | "recurrence.run" | "recurrence.delete" | "provider.drain" | "provider.resume" | "provider.set-timeout" | "provider.probe" | "providers.pause" | "providers.resume" | "providers.reorder" | "providers.set-routing" | "receiver.create" | "receiver.enable" | "receiver.disable" | "receiver.delete" | "notification.send-again" | "self-test.run";
                kind?: "packet" | "batch" | "bulk-action" | "queue" | "view" | "recurrence" | "provider" | "providers" | "receiver" | "notification" | "self-test";
                /** @description The whole id or name of the subject, or of what the action created. */
                subject?: string;
                result?: "UNKNOWN" | "DONE" | "LATER" | "REFUSED" | "FAILED";
                via?: "page" | "command-line" | "api";
                from?: string;
                /** @description Not included. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One `AuditEntry` on each line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Live. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Temporal answers and workers are alive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_SET_BACK.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
        };
    };
    getHealthReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most about two seconds old. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthReport"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
        };
    };
    getOverview: {
        parameters: {
            query?: {
                /** @description How far back packets are counted. */
                window?: "1h" | "24h" | "7d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    getFindings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most about a second old. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Findings"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listSelfTests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 20. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelfTestList"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    runSelfTest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OperatorNote"];
            };
        };
        responses: {
            /** @description The self-test. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelfTest"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            403: components["responses"]["CROSS_ORIGIN"];
            408: components["responses"]["TIMED_OUT"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
        };
    };
    getBroker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Empty if no consumer runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrokerStatus"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    countPackets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        counts: components["schemas"]["StatusCounts"];
                        attention: components["schemas"]["Attention"];
                    };
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    listReceipts: {
        parameters: {
            query?: {
                provider?: string;
                reason?: "CLOSED" | "UNKNOWN_PACKET" | "UNKNOWN_ATTEMPT" | "CONTRADICTION";
                packet?: string;
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptReceiptPage"];
                };
            };
            400: components["responses"]["INVALID_REQUEST.BAD_CURSOR"];
            408: components["responses"]["TIMED_OUT"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_UNREACHABLE"];
        };
    };
    sendReceipt: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                /** @description Whole seconds since 1970, at most 5 minutes off. */
                "webhook-timestamp": string;
                "webhook-signature": string;
                /** @description W3C trace context; if the hand-over had one, as the carrier continued it. */
                traceparent?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiptMessage"];
            };
        };
        responses: {
            /** @description Taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptAnswer"];
                };
            };
            400: components["responses"]["INVALID_REQUEST"];
            401: components["responses"]["UNAUTHENTICATED_RECEIPT"];
            403: components["responses"]["CROSS_ORIGIN"];
            404: components["responses"]["UNKNOWN_TOKEN"];
            408: components["responses"]["TIMED_OUT"];
            409: components["responses"]["RECEIPT_CONTRADICTS"];
            413: components["responses"]["TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            417: components["responses"]["UNKNOWN_EXPECTATION"];
            421: components["responses"]["UNKNOWN_HOST"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["STORE_SET_BACK.STORE_UNREACHABLE.TEMPORAL_UNREACHABLE.TEMPORAL_BUSY.NOT_READY"];
        };
    };
    handOver: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            /** @description Accepted; delivered only once a receipt says so. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Rejected: the next provider gets the packet. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sent again a few times, then the next provider gets the packet. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    recall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Recall"];
            };
        };
        responses: {
            /** @description `recalled: true` promises that it was not delivered and will not be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecallAnswer"];
                };
            };
            /** @description Not recalled: it may still be delivered. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    packetEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PacketEvent"];
            };
        };
        responses: {
            /** @description Gone: a subscription is disabled; for an address that came with a packet, this notification is given up. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The body of the response is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Anything else, including a redirect or no answer within 10 s: retried for 24 hours. `Retry-After` is respected. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    batchEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchEvent"];
            };
        };
        responses: {
            /** @description Gone: a subscription is disabled; for an address that came with a packet, this notification is given up. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The body of the response is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Anything else, including a redirect or no answer within 10 s: retried for 24 hours. `Retry-After` is respected. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    viewEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewEvent"];
            };
        };
        responses: {
            /** @description Gone: a subscription is disabled; for an address that came with a packet, this notification is given up. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The body of the response is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Anything else, including a redirect or no answer within 10 s: retried for 24 hours. `Retry-After` is respected. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
